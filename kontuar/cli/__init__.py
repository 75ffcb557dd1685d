"""Who asks? The shell."""
