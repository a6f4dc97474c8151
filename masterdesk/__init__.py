"""MasterDesk: point-and-click mastering with headphones on."""

import os

__version__ = "0.1.0"

# A BLAS that starts threads of its own inside our worker threads slows the
# block-wise stages tenfold, and it reads this only when numpy is first imported.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")
