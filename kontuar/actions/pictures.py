"""Small pictures of files that came, made when somebody looks and kept below the folder of attachments.

The decoding is done by ``picture_maker`` in a process of its own: what a stranger sent is never decoded here.
"""

import contextlib
import hashlib
import subprocess
import sys
import threading
from pathlib import Path

from kontuar.store import files

LARGEST = 20_000_000
"""Bytes of a picture that is tried."""
SECONDS = 10
THUMB = (192, 144)
"""Twice the size shown, for fine screens."""
INLINE = (1_200, 1_600)
"""Pictures within a mail's text."""
_MAKER = Path(__file__).with_name("picture_maker.py")
_TURNS = threading.BoundedSemaphore(2)


def small(content: bytes, size: tuple[int, int]) -> bytes:
    """A WEBP at most ``size`` large, from the cache if it was made before; ``b""`` when none can be made."""
    if not content or len(content) > LARGEST:
        return b""
    name = name_of(hashlib.sha256(content).hexdigest(), size)
    try:
        return files.read(name)
    except OSError:
        pass
    made = _made(content, size)
    if made is None:
        return b""
    _keep(name, made)
    return made


def _made(content: bytes, size: tuple[int, int]) -> bytes | None:
    """The picture, ``b""`` for one that cannot be decoded (worth remembering), None when there was no turn."""
    if not _TURNS.acquire(timeout=SECONDS):
        return None
    try:
        command = [sys.executable, "-I", str(_MAKER), *(str(one) for one in size)]
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        return b""
    except OSError:
        return None
    finally:
        _TURNS.release()
    return done.stdout if done.returncode == 0 else b""


def name_of(digest: str, size: tuple[int, int]) -> str:
    """Where a small picture lies (``store/files.py``); it can be made again."""
    return f"small/{digest[:2]}/{digest}-{size[0]}.webp"


def _keep(name: str, made: bytes) -> None:
    """That it could not be kept (a full disk) is no reason not to show it."""
    with contextlib.suppress(OSError):
        files.put(name, made)
