"""Does the wheel alone do what it should? ``python tools/smoke.py path/to/kontuar empty-folder``.

Runs outside the repository with a clean environment: every module is imported (the Python may be an older one
than the tests run on), version, doctor, and the demo up to a sign-in page that answers; then ends it as a person
would and looks whether its folder is gone.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

PATIENCE = 180.0
WITHOUT = {"__main__", "contract_tests"}
"""Modules that run something when imported, or need pytest."""
EXTRAS = {"procrastinate", "obstore"}
"""Packages of the extras ``machines`` and ``s3``: a bare wheel is there without them."""
IMPORT_ALL = f"""
import importlib, pkgutil, sys
import django
django.setup()
import kontuar
found = [module.name for module in pkgutil.walk_packages(kontuar.__path__, "kontuar.")]
for name in found:
    if name.rsplit(".", 1)[-1] not in {WITHOUT}:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as missing:
            if missing.name not in {EXTRAS}:
                raise
print(f"{{len(found)}} modules on Python {{sys.version.split()[0]}}")
"""
ADDRESS = re.compile(r"http://localhost:(\d+)")


def main(kontuar: str, folder: str) -> int:
    """0 when everything answered."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    environment = {
        **kept,
        "HOME": str(place),
        "TMPDIR": str(place),
        "KONTUAR_DATA": str(place / "data"),
        "LC_ALL": "C.UTF-8",
    }
    python = str(Path(kontuar).with_name("python"))
    settings = {**environment, "DJANGO_SETTINGS_MODULE": "kontuar.settings"}
    if subprocess.run([python, "-c", IMPORT_ALL], cwd=place, env=settings).returncode:
        print("not every module can be imported")
        return 1
    for words in (["version"], ["--help"], ["doctor"], ["doctor", "--report"]):
        done = subprocess.run([kontuar, *words], cwd=place, env=environment, capture_output=True, text=True)
        print(f"$ kontuar {' '.join(words)}\n{done.stdout}{done.stderr}", flush=True)
        if done.returncode:
            print(f"kontuar {words[0]} ended with {done.returncode}")
            return 1
    return demo(kontuar, place, environment)


def demo(kontuar: str, place: Path, environment: dict[str, str]) -> int:
    """Start, sign-in page, stop."""
    process = subprocess.Popen(
        [kontuar, "demo"],
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: list[str] = []
    found = threading.Event()
    threading.Thread(target=_read, args=(process, lines, found), daemon=True).start()
    try:
        if not found.wait(PATIENCE):
            print("".join(lines), "kontuar demo printed no address")
            return 1
        address = next(match.group(0) for line in lines if (match := ADDRESS.search(line)))
        with urllib.request.urlopen(f"{address}/konto/login/", timeout=20) as answer:  # noqa: S310
            page = answer.read().decode()
        if answer.status != 200 or 'name="password"' not in page:
            print(f"the sign-in page answered {answer.status} without a password field")
            return 1
        print(f"the sign-in page answers ({len(page)} signs of HTML)")
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(40)
    left = (
        list(Path(tempfile.gettempdir()).glob("kontuar-demo-*"))
        if os.name == "nt"
        else list(place.glob("kontuar-demo-*"))
    )
    if code or left:
        print("".join(lines), f"the demo ended with {code} and left {left}")
        return 1
    print("the demo ended tidily")
    return 0


def _read(process: "subprocess.Popen[str]", lines: list[str], found: threading.Event) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        print(
            f"  {time.strftime('%H:%M:%S')} {re.sub('(password|hasło): .*', '…', line)}", end="", flush=True
        )
        if ADDRESS.search(line):
            found.set()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
