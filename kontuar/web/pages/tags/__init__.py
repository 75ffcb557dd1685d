"""The desk's list of tags."""
