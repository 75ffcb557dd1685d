"""Who asks? People. Screens call one action or one query each."""
