"""The engine: a library without a window that serves previews, renders, the command line and Python."""
