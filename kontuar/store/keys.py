"""The two secrets an installation owns, and where they live.

``KEYS`` file in the data folder (mode 600), made at first start: one line ``session=…`` and one or more
lines ``token=…``. The first token key seals, all of them open; put a new one on top to rotate. If the file
is lost, sessions end and every account must be signed in again: tokens cannot be opened without it, nothing
else is lost. Several machines share them through ``KONTUAR_SESSION_KEY`` and ``KONTUAR_TOKEN_KEYS``
(comma-separated), which win over the file.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The session key signs cookies; the token keys seal the marketplaces' tokens."""

    session_key: str = field(repr=False)
    token_keys: tuple[str, ...] = field(repr=False)


def read_or_make_keys(data_dir: Path, environ: Mapping[str, str]) -> Keys:
    """Keys from the environment, else from ``data_dir/KEYS``, which is made if it is missing."""
    session, tokens = environ.get("KONTUAR_SESSION_KEY", ""), environ.get("KONTUAR_TOKEN_KEYS", "")
    if session and tokens:
        return Keys(session_key=session, token_keys=tuple(t.strip() for t in tokens.split(",")))
    path = data_dir / "KEYS"
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """Write the file whole under another name, then link it: two first starts agree on one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"session={secrets.token_urlsafe(48)}\ntoken={Fernet.generate_key().decode()}\n"
    draft = path.with_name(f"KEYS.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:
        # A file system without hard links: the rename is not exclusive, but it is whole.
        if not path.exists():
            os.replace(draft, path)
            return
    draft.unlink(missing_ok=True)


def _read(path: Path) -> Keys:
    lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines() if "=" in line]
    pairs = [line.split("=", 1) for line in lines]
    session = [value for name, value in pairs if name == "session"]
    tokens = tuple(value for name, value in pairs if name == "token")
    if not session or not tokens:
        raise SystemExit(
            f"The key file {path} is damaged: it must hold a line session=… and a line token=…. "
            "Put back a copy of it; without it every account has to be signed in again."
        )
    return Keys(session_key=session[0], token_keys=tokens)
