"""Write the lock files: versions and hashes only, for Linux, macOS and Windows at once.

``requirements.lock`` is what an installation needs, ``requirements-machines.lock`` what one on several machines
needs (the container's image is made from it), ``requirements-dev.lock`` the same and the tools,
``tools/uv.lock.txt`` the uv that ``make`` fetches. No address of a registry is ever written: which one
is asked is the business of the machine that installs.
"""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from ready import ROOT, environment, fetch_uv, find_uv

UV = "uv==0.13.9"
HEAD = "# Written by `make lock`: names, versions, hashes. Not by hand.\n"
COMMON = ("--universal", "--generate-hashes", "--python-version", "3.12", "--no-header", "--quiet")
SILENT = ("--no-emit-index-url", "--no-emit-find-links", "--no-emit-build-options", "--no-config")


def main() -> int:
    """Runtime first; the tools are held to its versions."""
    uv = find_uv() or fetch_uv()
    compile_(uv, "requirements.lock", "pyproject.toml")
    machines = ("pyproject.toml", "--extra", "machines", "--extra", "s3")
    compile_(uv, "requirements-machines.lock", *machines, "-c", "requirements.lock")
    compile_(uv, "requirements-dev.lock", *machines, "--group", "dev", "-c", "requirements-machines.lock")
    wanted = ROOT / "tools" / "uv.in"
    wanted.write_text(UV + "\n")
    try:
        compile_(uv, "tools/uv.lock.txt", "tools/uv.in")
    finally:
        wanted.unlink()
    return 0


def compile_(uv: str, output: str, *sources: str) -> None:
    """One lock file, checked to be free of addresses."""
    words = [uv, "pip", "compile", *COMMON, *SILENT, *sys.argv[1:], "-o", output, *sources]
    subprocess.run(words, cwd=ROOT, env=environment(), check=True, stdout=subprocess.DEVNULL)
    path = ROOT / output
    text = HEAD + path.read_text().removeprefix(HEAD)
    if "://" in text or "--index" in text or "--find-links" in text:
        raise SystemExit(f"{output} names an address; it must not. Nothing else is wrong with it.")
    path.write_text(text)
    print(f"{output}: {text.count('==')} packages")


if __name__ == "__main__":
    sys.exit(main())
