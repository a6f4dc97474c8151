"""`python -m masterdesk` opens the window or runs a command."""

import multiprocessing
import sys

from masterdesk.cli.main import main

# In a frozen program the processes of engine and playback begin here, too; this makes them go their own way.
multiprocessing.freeze_support()
sys.exit(main())
