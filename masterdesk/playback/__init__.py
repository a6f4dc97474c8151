"""Playback: from clips to the sound card. A library without a window."""
