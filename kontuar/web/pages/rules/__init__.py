"""The rulebook on screen: what holds, what changed, what wants checking, and the owner's own values."""
