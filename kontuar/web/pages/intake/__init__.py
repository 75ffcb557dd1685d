"""Note a talk from a place without an interface, what came next, and that an answer was sent there."""
