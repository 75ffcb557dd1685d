"""The desk's own questions and answers: list, write, take out and in."""
