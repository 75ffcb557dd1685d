"""What is kept of buyers, for how long, and one buyer's own data."""
