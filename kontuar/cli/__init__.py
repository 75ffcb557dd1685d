"""Who asks? The shell: one file a command."""
