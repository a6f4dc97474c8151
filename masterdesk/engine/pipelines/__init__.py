"""The whole journeys: analyze a file, master a track, preview slots, convert a file."""
