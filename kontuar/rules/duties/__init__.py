"""One file = one clock. ``duties(...)`` says what is owed; ``moments(...)`` when that may change."""
