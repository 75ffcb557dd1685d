"""What do we do? Verbs: the only code that writes rows or calls a connector. ``now`` is always given."""
