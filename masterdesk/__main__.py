"""`python -m masterdesk` is the command line."""

import sys

from masterdesk.cli.main import main

sys.exit(main())
