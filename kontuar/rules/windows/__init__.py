"""Windows: rights and periods that merely run. One kind, one file; on a card, never on Today. Pure."""
