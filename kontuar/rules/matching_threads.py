"""Which case does a message belong to, where people make a thread for each matter (mail, a talk noted by hand)?

There a thread is one case until a person splits or merges: an answer names what it answers, and what names nothing
begins something new. No length of time is asked: who answers a mail of last year goes on with that matter.
"""

from collections.abc import Sequence

MATTER_A_THREAD = frozenset({"mail", "elsewhere"})
"""Platforms of this kind. The threads of all others never end and are cut by :mod:`kontuar.rules.matching`."""


def place_in_thread(answers: Sequence[str], said: dict[str, int]) -> int | None:
    """The key of the case: where the nearest message it answers stands, else where the newest one of the thread does.

    ``said`` holds the thread's messages (by external id, oldest first) and the case each stands in, as people may
    have moved them. None: the thread holds no message yet.
    """
    named = next((said[name] for name in answers if name in said), None)
    return named if named is not None else next(reversed(said.values()), None)
