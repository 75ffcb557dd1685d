"""One case: thread, order, composer."""
