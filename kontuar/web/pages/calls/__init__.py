"""Calls on the phone: what to say, and a note of what was said."""
