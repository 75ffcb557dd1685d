"""Static files with the hash of their content in the name, so that browsers may keep them for ever.

There is no build step: at the start of a web process every file the pages use is copied under its hashed
name, with a gzipped twin, into ``STATIC_ROOT`` (below the data folder), and WhiteNoise serves it from
there. A file that is already there is not written again; several processes may do it at once.
"""

import gzip
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

OWN = Path(__file__).resolve().parent / "static"
FROM_PACKAGES = ("django_htmx/htmx-2.min.js", "mfa/js/webauthn-json.js", "mfa/js/webauthn.js")


@cache
def hashed_names() -> dict[str, str]:
    """Name as templates write it → name with its hash, for every file a page may ask for."""
    return {name: _hashed(name, _content(name)) for name in _names()}


def publish() -> None:
    """Put every file and its gzipped twin into ``STATIC_ROOT``. Doing it twice changes nothing."""
    for name, hashed in hashed_names().items():
        target = Path(settings.STATIC_ROOT) / hashed
        if not target.exists():
            content = _content(name)
            _write(target.with_name(target.name + ".gz"), gzip.compress(content, mtime=0))
            _write(target, content)


class HashedStatic(StaticFilesStorage):  # type: ignore[misc, unused-ignore]
    """``{% static %}`` gives the hashed address; an unknown name is an error at once, not a 404."""

    def url(self, name: str | None) -> str:
        """Address of a file under its hashed name."""
        if name is None or name not in hashed_names():
            raise ValueError(f"{name!r} is not among the static files the pages use (kontuar/web/assets.py).")
        return str(super().url(hashed_names()[name]))


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc, unused-ignore]
    """Serves what :func:`publish` put there; hashed names for ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        publish()
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def immutable_file_test(self, path: str, url: str) -> bool:
        """True for the names of this very build."""
        return url.removeprefix(self.static_prefix) in set(hashed_names().values())


def _names() -> list[str]:
    own = sorted(path.relative_to(OWN).as_posix() for path in OWN.rglob("*") if path.is_file())
    return [*own, *FROM_PACKAGES]


def _content(name: str) -> bytes:
    found = OWN / name if (OWN / name).is_file() else finders.find(name)
    if not found:
        raise ValueError(f"Static file {name} is missing from its package.")
    return Path(str(found)).read_bytes()


def _hashed(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"))


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all: another process may be reading or writing the same name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(temporary, 0o644)
    os.replace(temporary, target)
