"""Outbox: everything on its way out."""
