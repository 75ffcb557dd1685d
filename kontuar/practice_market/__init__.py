"""A make-believe marketplace that speaks Allegro's REST API over loopback HTTP: demo, tests, load, faults."""
