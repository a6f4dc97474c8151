"""A demo track that the program plays itself."""
