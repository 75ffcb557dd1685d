"""Team: people, roles, invitations."""
