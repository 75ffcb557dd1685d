"""Small files, small functions, nothing that acts at a distance."""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT, modules, place, tree

MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_FILE = 400
REASONS = tomllib.loads((Path(__file__).parent / "reasons.toml").read_text(encoding="utf-8"))
TESTS_AND_TOOLS = [*sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "tools").glob("*.py"))]
GENERATED = ("store/migrations/",)


def _long_functions(path: Path) -> dict[str, int]:
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                found[f"{place(path)}:{node.name}"] = length
    return found


def test_functions_are_short() -> None:
    found = {name: n for path in modules(without=GENERATED) for name, n in _long_functions(path).items()}
    unexplained = {name: n for name, n in found.items() if name not in REASONS["functions"]}
    assert not unexplained, (
        f"Functions over {MOST_LINES_OF_A_FUNCTION} lines. Give the steps names of their own, or write the reason "
        f"into tests/house/reasons.toml: {unexplained}"
    )


def test_files_are_short() -> None:
    paths = [*modules(without=GENERATED), *TESTS_AND_TOOLS]
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    unexplained = {n: k for n, k in lengths.items() if k > MOST_LINES_OF_A_FILE and n not in REASONS["files"]}
    assert not unexplained, (
        f"Files over {MOST_LINES_OF_A_FILE} lines. Split by question, not by length, or write the reason into "
        f"tests/house/reasons.toml: {unexplained}"
    )


@pytest.mark.parametrize("kind", ["functions", "files"])
def test_reasons_are_about_what_is_there(kind: str) -> None:
    for name, reason in REASONS[kind].items():
        assert (ROOT / name.partition(":")[0]).exists(), (
            f"{name} is gone: take its reason out of reasons.toml"
        )
        assert len(reason) > 20, f"{name}: a reason is a sentence"


def test_nothing_listens_for_signals() -> None:
    found = [
        place(path, node.lineno)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.db.models.signals", "django.dispatch"))
    ]
    assert not found, f"Signals act where nobody looks. Call the verb where the thing happens: {found}"


def test_every_module_says_what_it_is_for() -> None:
    empty = [
        path
        for path in modules(without=GENERATED)
        if path.stat().st_size and not ast.get_docstring(tree(path))
    ]
    names = [place(path) for path in empty]
    assert not names, f"One sentence at the top of each: what question does the file answer? {names}"


def test_the_clock_is_read_only_where_it_may_be() -> None:
    import subprocess
    import sys

    snippet = "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"

    def complaints(name: str) -> str:
        words = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename", name, "-"]
        return subprocess.run(words, input=snippet, capture_output=True, text=True, cwd=ROOT).stdout

    assert "take `now` as an argument" in complaints("kontuar/rules/made_up.py")
    assert "take `now` as an argument" in complaints("kontuar/actions/made_up.py")
    assert "All checks passed" in complaints("kontuar/web/made_up.py")
    assert PACKAGE.exists()
