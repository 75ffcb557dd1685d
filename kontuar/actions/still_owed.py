"""How far back an order's troubles are late rather than history."""

from datetime import timedelta

STILL_OWED = timedelta(days=7)
"""Ours: an order unsent for less than this when its account was connected is late, not history."""
