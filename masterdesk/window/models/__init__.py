"""What the window shows: the saved state of the desk, and the living state of files, slots, playback and renders."""
