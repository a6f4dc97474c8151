"""The command line: the engine for scripts, batches and checks. It has no business of its own."""
