"""The contracts between folders (pyproject.toml, [tool.importlinter]) hold, and can be broken."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.source import ROOT

COMMAND = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]


def _lint(config: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [*COMMAND, "--config", str(config), "--no-cache"]
    return subprocess.run(words, capture_output=True, text=True, cwd=folder)


def test_folders_import_only_what_lies_below_them() -> None:
    done = _lint(ROOT / "pyproject.toml", ROOT)
    assert done.returncode == 0, done.stdout


def test_a_rule_that_reads_the_database_is_caught(tmp_path: Path) -> None:
    """A tiny package of the same shape with one wrong import breaks the same contracts."""
    wrong = {"rules": "import django\nfrom kontuar import store\n", "store": "", "actions": "", "facts": ""}
    for name, text in {**dict.fromkeys(_folders(), ""), **wrong}.items():
        folder = tmp_path / "kontuar" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").write_text(text)
    (tmp_path / "kontuar" / "__init__.py").write_text("")
    wanted = [c for c in _contracts() if c["id"] in {"layers", "pure-rules"}]
    config = tmp_path / "importlinter.toml"
    config.write_text(_as_toml(wanted))
    done = _lint(config, tmp_path)
    assert done.returncode == 1
    assert "hand it a value" in " ".join(done.stdout.split())
    assert "2 broken" in done.stdout


def _contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


def _folders() -> list[str]:
    return [path.name for path in (ROOT / "kontuar").iterdir() if (path / "__init__.py").exists()]


def _as_toml(contracts: list[dict[str, object]]) -> str:
    import json

    lines = ['[tool.importlinter]\nroot_package = "kontuar"\ninclude_external_packages = true\n']
    for contract in contracts:
        lines.append("[[tool.importlinter.contracts]]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in contract.items()]
    return "\n".join(lines) + "\n"
