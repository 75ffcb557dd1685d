"""Files on messages."""
