"""Turns clips on one time line into the samples that a sound card asks for."""
