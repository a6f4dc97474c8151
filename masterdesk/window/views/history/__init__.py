"""Loudness over time. Importing `view` loads pyqtgraph, which takes some 0.3 s: do so when it is first looked at."""
