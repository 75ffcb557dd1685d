"""Orders from a table somebody exported: which columns they are in, what they say, and which lines are wrong."""

from kontuar.connector_kit.order_file.read import Options, Reading, read

__all__ = ["Options", "Reading", "read"]
