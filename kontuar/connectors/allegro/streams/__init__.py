"""One module per stream: which questions it asks, and what its cursor means."""
