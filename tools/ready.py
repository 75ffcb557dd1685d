"""Make ``.venv`` ready: fetch uv if it is missing, find a Python, install what the lock file says.

Run by ``make`` with any Python ≥ 3.11 that has pip. Writes only below the repository (``.tools/`` and
``.venv/``, both git-ignored) and uv's own cache. A second run without changes asks no network: a stamp
in ``.venv`` holds the hash of what it was made from. The standard library only, because nothing else
is there yet.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / ".made-from"
LOCK = ROOT / "requirements-dev.lock"
UV_LOCK = ROOT / "tools" / "uv.lock.txt"
SUPPORTED = ("3.13", "3.12")
ON_WINDOWS = os.name == "nt"
BIN = "Scripts" if ON_WINDOWS else "bin"
EXE = ".exe" if ON_WINDOWS else ""


def main() -> int:
    """Nothing to do when the stamp fits; else build, and say so."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and venv_python().exists():
        return 0
    uv = find_uv() or fetch_uv()
    if not (venv_python().exists() and version_of(venv_python()) in SUPPORTED):
        make_venv(uv)
    say("installing what requirements-dev.lock names")
    run(uv, "pip", "install", "--python", venv_python(), "--require-hashes", "-q", "-r", LOCK)
    run(
        uv, "pip", "install", "--python", venv_python(), "--no-deps", "--no-build-isolation", "-q", "-e", ROOT
    )
    STAMP.write_text(wanted)
    return 0


def fingerprint() -> str:
    """The hash of everything ``.venv`` is made from."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml", ROOT / ".python-version"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def find_uv() -> str | None:
    """A uv fetched earlier, else one on the PATH."""
    own = TOOLS / "uv" / "bin" / f"uv{EXE}"
    return str(own) if own.exists() else shutil.which("uv")


def fetch_uv() -> str:
    """Let pip put uv into ``.tools/uv``, by hash; nothing outside the repository is written."""
    say("fetching uv into .tools (once)")
    target = TOOLS / "uv"
    shutil.rmtree(target, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        stop(f"{sys.executable} has no pip. Install it (Debian: apt install python3-pip) or install uv.")
    run(*pip, "--target", target, "--require-hashes", "--only-binary", ":all:", "-r", UV_LOCK)
    found = find_uv()
    if found is None:
        stop("pip put no uv into .tools/uv; look at the lines above.")
    return found


def make_venv(uv: str) -> None:
    """A Python found on this machine first, newest supported first; else uv fetches one."""
    python = find_python(uv) or SUPPORTED[0]
    say(f"making .venv with Python {python}")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([uv, "venv", "-q", "--python", str(python), str(VENV)], env=environment()).returncode:
        stop(
            "No Python 3.12 or 3.13 is on this machine and none could be fetched. "
            "Install one (Debian 13: apt install python3; Windows: winget install Python.Python.3.13) "
            "and run the same command again."
        )


def find_python(uv: str) -> str | None:
    """What uv finds by itself, then the running Python, then what pyenv keeps off the PATH."""
    for version in SUPPORTED:
        asked = [uv, "python", "find", "--no-python-downloads", "--system", version]
        answer = subprocess.run(asked, capture_output=True, text=True, env=environment())
        if answer.returncode == 0 and version_of(Path(answer.stdout.strip())) == version:
            return answer.stdout.strip()
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    beside = Path(sys.base_prefix).parent
    for version in SUPPORTED:
        for folder in (pyenv, beside):
            for candidate in sorted(folder.glob(f"{version}*/bin/python{version}"), reverse=True):
                if version_of(candidate) == version:
                    return str(candidate)
    return None


def version_of(python: Path) -> str | None:
    """``3.13`` and the like; None when it does not run."""
    code = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([str(python), "-c", code], capture_output=True, text=True)
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def venv_python() -> Path:
    """The interpreter inside ``.venv``."""
    return VENV / BIN / f"python{EXE}"


def environment() -> dict[str, str]:
    """The caller's, without an activated venv; certificates from the system's store, as pip does."""
    kept = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    return {"UV_SYSTEM_CERTS": "1", **kept}


def run(*words: object) -> None:
    """Run a step; a failed one ends everything, its own words stand above."""
    if code := subprocess.run([str(word) for word in words], env=environment(), cwd=ROOT).returncode:
        stop(f"this step failed with code {code}: {' '.join(str(word) for word in words[:4])} …")


def say(text: str) -> None:
    """One line on what is going on."""
    print(f"· {text}", file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """End with the reason."""
    raise SystemExit(f"make: {text}")


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        stop(f"Python 3.11 or newer is needed to begin; this is {sys.version.split()[0]}.")
    sys.exit(main())
