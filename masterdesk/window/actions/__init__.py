"""What can be done on the desk, each with its command, its key and its words."""
