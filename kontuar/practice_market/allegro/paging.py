"""Page ids of the beta lists: opaque to clients, a key (instant and sequence) to us."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from kontuar.practice_market.allegro.errors import invalid
from kontuar.practice_market.clock import read_instant

Key = tuple[datetime, int]


def page_id(key: Key) -> str:
    """The id of the page that begins after `key`."""
    return base64.urlsafe_b64encode(f"p={key[0].isoformat()};s={key[1]}".encode()).decode()


def read_page_id(text: str) -> Key:
    """The key inside a page id, or 422."""
    try:
        first, _, second = base64.urlsafe_b64decode(text.encode()).decode().partition(";s=")
        if not first.startswith("p="):
            raise ValueError("not a page id")
        return read_instant(first[2:]), int(second)
    except (ValueError, binascii.Error):
        raise invalid("IllegalArgumentException", "page.id is not known", "page.id") from None
