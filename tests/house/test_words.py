"""Words of the screens: every one of them can be found by the tool that collects them."""

import ast

from tests.house.source import modules, place, tree

ASKS = frozenset({"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"})


def _inside_formatted_text(node: ast.AST) -> list[ast.Call]:
    return [
        call
        for text in ast.walk(node)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ASKS
    ]


def test_no_words_are_asked_for_inside_a_formatted_string() -> None:
    found = [place(path, call.lineno) for path in modules() for call in _inside_formatted_text(tree(path))]
    assert not found, f"xgettext does not look into f-strings: give the words a name first: {found}"


def test_the_rule_sees_what_it_is_for() -> None:
    assert _inside_formatted_text(ast.parse("f\"{_('hello')}\""))
    assert not _inside_formatted_text(ast.parse("words = _('hello'); f'{words}'"))
