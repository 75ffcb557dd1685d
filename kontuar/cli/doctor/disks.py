"""On what kind of file system a folder lies, asked of each system in its own way."""

import os
import subprocess
import sys
from pathlib import Path

NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "afp",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "webdav",
    "glusterfs",
    "ceph",
)
WINDOWS_REMOTE_DRIVE = 4


def may_lock(kind: str) -> bool:
    """False for file systems on which SQLite's shared memory does not work; an unknown kind is trusted."""
    return not kind.lower().startswith(NETWORK)


def kind_of_disk(folder: Path) -> str:
    """``ext4``, ``apfs``, ``nfs4`` and the like; empty when it cannot be told."""
    try:
        if os.name == "nt":
            return _windows(folder)
        mounts = Path("/proc/mounts")
        text = mounts.read_text(errors="replace") if mounts.exists() else ""
        return _deepest(_linux(text) if text else _macos(), folder.resolve())
    except (OSError, subprocess.SubprocessError):
        return ""


def _deepest(kinds: dict[str, str], folder: Path) -> str:
    """The mount a folder lies on is the longest one that contains it."""
    here = [point for point in kinds if folder.is_relative_to(point)]
    return kinds[max(here, key=len)] if here else ""


def _linux(mounts: str) -> dict[str, str]:
    """``device point kind options 0 0``; a blank in a name is written ``\\040``."""
    rows = (line.split(" ") for line in mounts.splitlines())
    return {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}


def _macos() -> dict[str, str]:
    """``device on /point (kind, …)``."""
    asked = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10)
    kinds = {}
    for line in asked.stdout.splitlines():
        point, _, rest = line.partition(" on ")[2].rpartition(" (")
        kinds[point] = rest.partition(",")[0].rstrip(")")
    return kinds


def _windows(folder: Path) -> str:
    """Drive letters of servers, and names that begin with two strokes."""
    if str(folder).startswith("\\\\"):
        return "smb"
    if sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        return "smb" if number == WINDOWS_REMOTE_DRIVE else "ntfs"
    return ""
