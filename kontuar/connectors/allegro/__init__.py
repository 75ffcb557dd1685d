"""Allegro's REST API as a connector. Start with README.md; ``connector.py`` is the way in."""
