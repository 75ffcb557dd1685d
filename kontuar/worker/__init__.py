"""Who asks? Time. Finds due rows and runs the actions they are due for."""
