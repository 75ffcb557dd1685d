"""Settings of the desk and of the person."""
