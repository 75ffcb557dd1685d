"""Orders: what has to be sent, and one order with everything around it."""
