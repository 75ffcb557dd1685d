"""How do we talk to a platform? The contract every connector keeps. No database here."""
