"""The header: what is loaded, what was noticed about it, and how to load something else."""
