"""What ``kontuar rules`` may be asked; apart, so that the help of everything else stays quick."""

import argparse
from datetime import date

from kontuar.cli.words import say

STALE_DAYS = 90


def fill(command: argparse.ArgumentParser) -> None:
    """The verbs and their options."""
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help=say(en="what holds on a day", pl="co obowiązuje w danym dniu"))
    listing.add_argument(
        "words", nargs="*", metavar="WORD", help=say(en="only with these words", pl="tylko z tymi słowami")
    )
    show = verbs.add_parser("show", help=say(en="one rule with its sources", pl="jedna zasada ze źródłami"))
    show.add_argument("id", metavar="ID")
    diff = verbs.add_parser(
        "diff", help=say(en="what changed between two days", pl="co zmieniło się między dniami")
    )
    diff.add_argument("first", type=date.fromisoformat, metavar="DATE")
    diff.add_argument("last", type=date.fromisoformat, metavar="DATE")
    stale = verbs.add_parser(
        "stale", help=say(en="what was not checked for long", pl="co dawno nie było sprawdzane")
    )
    stale.add_argument(
        "--days", type=int, default=STALE_DAYS, help=say(en="90 unless told", pl="domyślnie 90")
    )
    counted = verbs.add_parser(
        "used", help=say(en="how many rules are used, by area", pl="ile zasad jest w użyciu, według działów")
    )
    counted.add_argument("--json", action="store_true", help=say(en="for programs", pl="dla programów"))
    for verb in (listing, stale):
        verb.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help=say(en="today unless told", pl="domyślnie dziś"),
        )
    for verb in (listing, show, diff, stale):
        verb.add_argument("--json", action="store_true", help=say(en="for programs", pl="dla programów"))
        verb.add_argument(
            "--book",
            default="",
            help=say(en="allegro, ebay, etsy, mail or law", pl="allegro, ebay, etsy, mail lub law"),
        )
    command.set_defaults(target="kontuar.cli.rules:run")
