"""Reading the program's own source for the house rules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kontuar"


def modules(*, without: tuple[str, ...] = ()) -> Iterator[Path]:
    """Every Python file of the package, leaving out those below the folders named."""
    for path in sorted(PACKAGE.rglob("*.py")):
        inner = path.relative_to(PACKAGE).as_posix()
        if not inner.startswith(without):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, line: int = 0) -> str:
    """A place as an editor opens it."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


@cache
def tracked() -> tuple[Path, ...]:
    """Files git knows; without git, all of them but what is made."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if asked.returncode:
        skipped = {".venv", ".tools", ".git", "dist", "data"}
        found = (p for p in ROOT.rglob("*") if not skipped & set(p.relative_to(ROOT).parts))
        return tuple(p for p in found if p.is_file())
    names = asked.stdout.decode().split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())
