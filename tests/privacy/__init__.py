"""Retention, forgetting, export: what is kept of buyers, and what is not."""
