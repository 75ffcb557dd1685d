"""Issues: discussions, problems with purchases, claims, returns."""
