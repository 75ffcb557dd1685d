"""The automatic answer out of hours."""
