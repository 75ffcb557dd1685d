"""What a market begins with."""
