"""How much of one mail is read. Over a limit the rest stays raw in a file, with a trouble code: never lost, never
endless. The numbers are ours: larger than any honest mail, small enough for bounded time and memory."""

MAIL_BYTES = 50 * 1024 * 1024
HEADERS = 10_000
HEADER_BYTES = 65_536
HEADER_BLOCK_BYTES = 4 * 1024 * 1024
PARTS = 1_000
NESTING = 20
ADDRESSES = 500
REFERENCES = 200
ID_CHARACTERS = 998
NAME_CHARACTERS = 200
SUBJECT_CHARACTERS = 2_000
TEXT_CHARACTERS = 1_000_000
HTML_CHARACTERS = 1_000_000
INVITATIONS = 20
