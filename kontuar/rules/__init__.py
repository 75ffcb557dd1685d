"""What does it mean? Pure: facts, policy and ``now`` in, values out. Imports facts only."""
