"""The match desk: how far a slot goes to its references, which they are, and what was moved."""
