"""``kontuar search rebuild``: bring the search up to what the database holds."""

import sys
from argparse import Namespace

from kontuar.cli.load import load, log_to_stderr
from kontuar.cli.words import say

HELPING = 1000


def rebuild(_given: Namespace) -> int:
    """Look at everything anew, newest first, and say how far it is; begun before, it goes on from there."""
    load()
    log_to_stderr()
    from kontuar.actions import index
    from kontuar.cli import schema

    schema.bring_up_to_date()
    if not index.is_behind():
        index.begin_again()
    wanted = index.left()
    while index.fill_some(many=HELPING):
        _say(wanted - index.left(), wanted)
    lost = index.drop_lost()
    index.tidy()
    print(
        say(
            en=f"Done: {wanted} things looked at, {lost} that were gone taken out.",
            pl=f"Gotowe: przejrzano {wanted}, usunięto {lost} nieistniejących.",
        )
    )
    return 0


def _say(done: int, wanted: int) -> None:
    end = "\r" if sys.stdout.isatty() else "\n"
    text = say(en=f"{done} of {wanted} looked at", pl=f"przejrzano {done} z {wanted}")
    print(text, end=end, flush=True)
