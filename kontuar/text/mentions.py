"""Who is called in a note: words that begin with @, against the names of people there are."""

import re
from collections.abc import Iterable, Mapping

from kontuar.text.fold import fold

_CALL = re.compile(r"(?<![\w@.])@([^\W_][\w.\-]{0,79})")
MOST = 20
"""Calls of one note that are looked at."""


def handles(people: Mapping[int, Iterable[str]]) -> dict[str, int]:
    """Handle → person, out of his names (a login, "Anna Kowalska").

    A name is called as one word: without spaces, or by its first word where only one person has that.
    """
    whole: dict[str, set[int]] = {}
    first: dict[str, set[int]] = {}
    for person, names in people.items():
        for name in names:
            words = fold(name).split()
            if words:
                whole.setdefault("".join(words), set()).add(person)
                first.setdefault(words[0], set()).add(person)
    found = {word: next(iter(ids)) for word, ids in first.items() if len(ids) == 1}
    # a whole name is nobody's first word
    return found | {word: next(iter(ids)) for word, ids in whole.items() if len(ids) == 1}


def called(text: str, known: Mapping[str, int]) -> tuple[int, ...]:
    """The people called, in order, each once. A full stop behind a name is the sentence's."""
    found: list[int] = []
    for match in list(_CALL.finditer(text))[:MOST]:
        word = fold(match.group(1))
        person = known.get(word, known.get(word.rstrip(".-")))
        if person is not None and person not in found:
            found.append(person)
    return tuple(found)
