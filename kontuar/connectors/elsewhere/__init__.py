"""Places without an interface: a person notes what was written there, and sends the answer there himself."""
