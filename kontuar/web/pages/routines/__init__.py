"""Routines of the desk: when a buyer writes so and so, then this is done."""
