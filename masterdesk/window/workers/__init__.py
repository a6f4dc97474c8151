"""Threads that take a frozen request and answer by signal, so that the window never waits."""
