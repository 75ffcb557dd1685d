"""A real mail server for tests: Dovecot for IMAP, aiosmtpd for submission, both on loopback. See README.md."""
