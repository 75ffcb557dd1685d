"""Where is it kept? The one Django app with tables, its read queries, and rows to facts."""
