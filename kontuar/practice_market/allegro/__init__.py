"""The REST API of Allegro, one module per resource."""
