"""Ratings: what buyers said in public, and what may still be done about it."""
