"""Every library that is imported is named in pyproject.toml, and every one named is imported."""

import ast
import re
import sys
import tomllib
from importlib import metadata

from tests.house.source import ROOT, modules, tree

USED_WITHOUT_IMPORT = {
    "argon2-cffi": "Django's password hasher imports it",
    "psycopg": "Django's PostgreSQL backend imports it",
    "tzdata": "zoneinfo reads it where the system has no time zones (Windows)",
}

ONLY_IN_TESTS = {
    "pytest"
}  # connector_kit/contract_tests.py is inherited by tests and imported by nothing else


def _imported() -> set[str]:
    found = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"kontuar", "_typeshed", *ONLY_IN_TESTS}


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for group in project.get("optional-dependencies", {}).values() for one in group]
    names = {re.split(r"[\[<>=~ ;]", wanted)[0].lower() for wanted in [*project["dependencies"], *extras]}
    return names


def test_imports_and_declarations_agree() -> None:
    packages = metadata.packages_distributions()
    used = {packages[name][0].lower().replace("_", "-") for name in _imported() if name in packages}
    unknown = {name for name in _imported() if name not in packages}
    declared = _declared()
    assert not unknown, f"Imported and not installed: {unknown}"
    assert not used - declared, f"Imported without being named in pyproject.toml: {used - declared}"
    idle = declared - used - set(USED_WITHOUT_IMPORT)
    assert not idle, (
        f"Named in pyproject.toml and imported nowhere: take them out, or say why they stay: {idle}"
    )


def test_the_audit_leaves_no_library_out() -> None:
    """Without ``--strict`` a library the database does not know is no fault, and all of them may be unknown."""
    rule = (ROOT / "Makefile").read_text(encoding="utf-8").split("\naudit:")[1].split("\n\n")[0]
    for word in ("--strict", "-r requirements.lock", "-r requirements-machines.lock"):
        assert word in rule
