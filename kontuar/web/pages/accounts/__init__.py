"""Accounts: connect, health, sending on and off."""
