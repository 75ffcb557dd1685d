"""The rhythm of a person's day: when to look, what must be done before leaving, who stands in, what comes."""
