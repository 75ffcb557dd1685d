"""Today (Dziś)."""
