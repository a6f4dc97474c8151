"""Signal-processing primitives. They know numpy and scipy, and nothing of files or settings."""
