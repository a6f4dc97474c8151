"""Listening without names: ranking and ABX."""
