"""Words for the terminal: Polish for a Polish locale, English for every other.

Both stand beside each other where they are used. The catalogues of the screens are not asked, because the
doctor has to speak also when the program cannot be loaded.
"""

import locale
import os
from functools import cache


@cache
def speaks_polish() -> bool:
    """As the environment says (``LC_ALL``, ``LC_MESSAGES``, ``LANG``); on Windows as the system says."""
    for name in ("KONTUAR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("pl")
    try:
        return (locale.getlocale()[0] or "").lower().startswith("pl")
    except ValueError:
        return False


def say(*, en: str, pl: str) -> str:
    """The text in the person's language."""
    return pl if speaks_polish() else en
