"""More than one process for a pipeline: a second one for the command line, warm ones for the window."""
