"""Whole numbers out of texts are read in one way (``kontuar/facts/numbers.py``)."""

import ast

from hypothesis import example, given
from hypothesis import strategies as st

from kontuar.facts.numbers import MOST_DIGITS, whole_number
from tests.house.source import modules, place, tree


def _asked_of(node: ast.AST) -> str:
    """The text of which ``isdigit`` is asked."""
    match node:
        case ast.Call(func=ast.Attribute(value=text, attr="isdigit")):
            return ast.unparse(text)
    return ""


def _read(node: ast.AST) -> str:
    """What ``int`` is made of."""
    match node:
        case ast.Call(func=ast.Name(id="int"), args=[text, *_]):
            return ast.unparse(text)
    return ""


def _mistakes(code: ast.AST) -> list[int]:
    """Lines of functions in which ``isdigit`` is asked of what ``int`` then reads."""
    found = []
    for function in (node for node in ast.walk(code) if isinstance(node, ast.FunctionDef)):
        asked = {text for node in ast.walk(function) if (text := _asked_of(node))}
        if asked & {text for node in ast.walk(function) if (text := _read(node))}:
            found.append(function.lineno)
    return found


def test_no_number_is_read_because_isdigit_says_so() -> None:
    ours = [path for path in modules() if path.name != "numbers.py" and "practice_market" not in path.parts]
    found = [place(path, line) for path in ours for line in _mistakes(tree(path))]
    assert not found, f"isdigit is true of '²', which int refuses; ask whole_number: {found}"


def test_the_rule_sees_what_it_is_for() -> None:
    assert _mistakes(ast.parse("def f(a):\n    return int(a) if a.isdigit() else 0"))
    assert not _mistakes(ast.parse("def f(a, b):\n    return int(b) if a.isdigit() else 0"))


@given(st.text(max_size=30))
@example("²")
@example("٣")
@example("1_0")
@example(" 7")
@example("-1")
@example("9" * 5000)
def test_whatever_is_written_is_a_number_or_none(text: str) -> None:
    number = whole_number(text)
    is_number = 0 < len(text) <= MOST_DIGITS and set(text) <= set("0123456789")
    assert (number is not None) == is_number
    assert number is None or number == int(text) >= 0


@given(st.integers(min_value=0, max_value=10**MOST_DIGITS - 1))
def test_a_number_comes_back(number: int) -> None:
    assert whole_number(str(number)) == number
    assert whole_number(str(number), digits=3) == (number if number < 1000 else None)
