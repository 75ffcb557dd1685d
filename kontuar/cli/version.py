"""``kontuar version``."""

import platform
import sqlite3
from importlib import metadata


def run(given: object) -> int:
    """Kontuar, Python, SQLite, system: one line."""
    print(
        f"kontuar {metadata.version('kontuar')} "
        f"(Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()})"
    )
    return 0
