"""Set up before any test imports numpy: `masterdesk` limits BLAS to one thread, which must happen first."""

import masterdesk  # noqa: F401
