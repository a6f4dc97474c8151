"""What the window asks of the engine: a track on the desk, and five slots that are heard at once and then exactly."""
