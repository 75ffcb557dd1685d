"""Journeys through the real program in a real browser."""
