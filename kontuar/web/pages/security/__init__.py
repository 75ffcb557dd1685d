"""Security of one's own sign-in: second factor, recovery codes, passkeys, where one is signed in."""
