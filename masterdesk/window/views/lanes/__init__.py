"""The lanes: track and reference as waveforms over one ruler, with the window, the loop and the playhead."""
