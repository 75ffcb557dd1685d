"""The day's rhythm (Rytm dnia)."""
