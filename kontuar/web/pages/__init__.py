"""One folder a screen: view and template side by side."""
