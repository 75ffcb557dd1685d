"""The program's settings, with what only tests want: a folder of their own, cheap passwords, either database.

``KONTUAR_TEST_DB=postgres`` runs the same suite on PostgreSQL: a throw-away server is started (tests/postgres.py)
unless ``KONTUAR_TEST_POSTGRES_URL`` names one.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

if "mypy" in sys.modules:
    # It ends without a goodbye, so nothing would take a fresh folder away; it only wants the settings' types.
    os.environ.setdefault("KONTUAR_TEST_FOLDER", str(Path(__file__).parents[1] / ".mypy_cache" / "kontuar"))
if "KONTUAR_TEST_FOLDER" not in os.environ:
    os.environ["KONTUAR_TEST_FOLDER"] = tempfile.mkdtemp(prefix="kontuar-tests-")
    atexit.register(shutil.rmtree, os.environ["KONTUAR_TEST_FOLDER"], ignore_errors=True)
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["KONTUAR_DATA"] = os.path.join(os.environ["KONTUAR_TEST_FOLDER"], _worker)
os.environ.pop("DATABASE_URL", None)
os.environ.pop("PUBLIC_URL", None)

if os.environ.get("KONTUAR_TEST_DB") == "postgres":
    from tests import postgres

    os.environ["DATABASE_URL"] = postgres.for_this_run()

from kontuar.settings import *  # noqa: E402, F403
from kontuar.settings import DATABASES  # noqa: E402

os.environ.pop("DATABASE_URL", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # The same journal and transactions; only the wait for the disk is left out.
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # type: ignore[index]
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
