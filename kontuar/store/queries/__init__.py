"""Read queries, one file a screen. Every query takes the user and sees only that user's accounts."""
