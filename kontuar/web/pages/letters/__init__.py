"""One mail: as it was sent, what it holds, and its bytes."""
