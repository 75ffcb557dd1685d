"""The one-time key of the first-run page, printed by ``kontuar serve``.

It is derived from the installation's own key, so that nothing more has to be stored: whoever can read the
terminal or the data folder may become the owner, a stranger on the network may not. It opens only while there
is nobody, so it works once.
"""

import hashlib
import hmac

from django.conf import settings

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two signs that are not mistaken for one another when typed from a terminal."""
GROUPS, GROUP = 4, 4


def start_key() -> str:
    """Eighty bits as ``XXXX-XXXX-XXXX-XXXX``."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"kontuar first owner", hashlib.sha256)
    signs = "".join(ALPHABET[byte % 32] for byte in digest[: GROUPS * GROUP])
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def is_start_key(typed: str) -> bool:
    """Spaces, dashes and small letters do not matter; takes the same time for every wrong key."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return hmac.compare_digest(plain.encode(), start_key().replace("-", "").encode())
