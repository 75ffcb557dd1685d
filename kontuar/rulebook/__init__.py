"""Which rule holds on which day? Dated rules as data, and the loader that turns them into a policy."""
