"""Sealing what must not be read from a copied database: tokens and client secrets. Stamping what only we can make."""

import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class KeyLost(Exception):
    """The key that sealed this value is gone; the account has to be signed in again."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """Encrypt with the newest key."""
    return _box(tuple(settings.TOKEN_KEYS)).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Decrypt with whichever key fits; KeyLost if none does."""
    try:
        return _box(tuple(settings.TOKEN_KEYS)).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        raise KeyLost("The key that sealed this value is not in the key file.") from None


def stamps(text: str) -> list[bytes]:
    """What only this desk can say about ``text``, 32 bytes under each of its keys, the newest first."""
    keys = [hmac.digest(key.encode("ascii"), b"kontuar stamp", "sha256") for key in settings.TOKEN_KEYS]
    return [hmac.digest(key, text.encode(), "sha256") for key in keys]
