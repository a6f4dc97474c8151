"""The values that travel between the engine's steps. No step imports another; they share these."""
