"""The sound process: it holds the sound card, so that nothing in the window can make the sound stutter."""
