"""Only actions write rows: the one place to look when something was changed."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import modules, place, tree

ALWAYS = {"save", "asave", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ON_ROWS = {"create", "update", "delete", "raw", "execute", "executemany"}
QUERY_WORDS = {
    "objects",
    "filter",
    "exclude",
    "all",
    "select_for_update",
    "order_by",
    "get_queryset",
    "cursor",
}
WHO_MAY = ("actions/", "store/migrations/", "practice_market/")
RAW_SQL_FOR_A_REASON = {
    "kontuar/cli/schema.py": "the lock that lets one process change the tables",
    "kontuar/cli/doctor/database.py": "asks SQLite and PostgreSQL about themselves",
    "kontuar/store/prepared.py": "asks what Django put together, once for all pages; SELECT alone",
    "kontuar/store/search_find.py": "asks the index of the kind that is searched, a table each on SQLite",
}


def writes(module: ast.Module) -> Iterator[ast.Call]:
    """Calls that write rows, or could: judged by the verb and by what it is said to."""
    for node in ast.walk(module):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        verb, said_to = node.func.attr, node.func.value
        if verb in ALWAYS or (verb in ON_ROWS and QUERY_WORDS & _words(said_to)):
            yield node


def _words(node: ast.expr) -> set[str]:
    found = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    return found | {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _is_reading(call: ast.Call) -> bool:
    """A constant SELECT or PRAGMA that asks."""
    first = call.args[0] if call.args else None
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return False
    return first.value.lstrip().upper().startswith(("SELECT", "PRAGMA", "SHOW", "EXPLAIN"))


def _found(path: Path) -> list[str]:
    if place(path) in RAW_SQL_FOR_A_REASON:
        return []
    return [
        f"{place(path, call.lineno)}  {ast.unparse(call.func)}"
        for call in writes(tree(path))
        if not _is_reading(call)
    ]


def test_only_actions_write_rows() -> None:
    found = [line for path in modules(without=WHO_MAY) for line in _found(path)]
    assert not found, (
        "These write rows outside kontuar/actions. Make (or find) a verb there, give it `now` and `by`, and call it; "
        "screens, worker and shell only ask:\n" + "\n".join(found)
    )


def test_the_rule_sees_what_it_is_for() -> None:
    bad = "Case.objects.filter(pk=1).update(state='closed')\nrow.save()\ncursor.execute('DELETE FROM case_')"
    good = "values.update(a=1)\nhashlib.new('x').update(b'')\ncursor.execute('SELECT 1')"
    assert len([call for call in writes(ast.parse(bad)) if not _is_reading(call)]) == 3
    assert not [call for call in writes(ast.parse(good)) if not _is_reading(call)]
