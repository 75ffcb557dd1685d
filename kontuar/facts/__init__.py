"""What do we know? Frozen values every other folder speaks in. Imports nothing of Kontuar."""
