"""``kontuar backup`` and ``kontuar restore``: everything the desk holds as one file, and back."""
