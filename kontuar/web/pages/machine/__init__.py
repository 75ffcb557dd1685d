"""The language model: its settings, what would leave for it, and what it proposed."""
