"""Set up before any test imports numpy or Qt.

`masterdesk` limits BLAS to one thread, which must happen first. Views are tested without a screen, also where there
is one: the tests in a real window bring their own.
"""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import masterdesk  # noqa: F401
