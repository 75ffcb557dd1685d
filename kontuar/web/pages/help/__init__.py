"""The keyboard and how pages look."""
