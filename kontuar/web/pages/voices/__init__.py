"""The voice of buyers: suggestions and praise noted from their messages, and what became of them."""
