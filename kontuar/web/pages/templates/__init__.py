"""Templates of answers: list, write, try on a real case, take out and in."""
