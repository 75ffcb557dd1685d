"""Sign-in, sign-out, password. allauth does the work in our frame."""
