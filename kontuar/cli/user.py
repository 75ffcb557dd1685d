"""``kontuar user list`` and ``kontuar user reset NAME``: for whoever has the shell of the machine."""

import getpass
import secrets
import sys
from argparse import Namespace

from kontuar.cli.load import load, log_to_stderr
from kontuar.cli.words import say


def list_people(given: Namespace) -> int:
    """A line a person: name, owner or colleague, last signed in."""
    load()
    from kontuar.store.models import User

    for user in User.objects.order_by("username"):
        kind = say(en="owner", pl="właściciel") if user.is_owner else say(en="colleague", pl="współpracownik")
        seen = f"{user.last_login:%Y-%m-%d %H:%M} UTC" if user.last_login else "–"
        state = "" if user.is_active else say(en="  (switched off)", pl="  (wyłączone)")
        print(f"{user.username}\t{user.display_name}\t{kind}\t{seen}{state}")
    return 0


def reset(given: Namespace) -> int:
    """A new password, typed twice; without a terminal one is made and printed.

    With ``--second-factor`` the lost second factor goes instead, and the password stays.
    """
    load()
    log_to_stderr()
    if given.second_factor:
        return _take_factor_away(given.name)
    from django.utils import timezone

    from kontuar.actions import team
    from kontuar.actions.errors import ActionProblem

    typed = _ask() if sys.stdin.isatty() else secrets.token_urlsafe(12)
    if typed is None:
        print(say(en="The two differ. Nothing was changed.", pl="Hasła się różnią. Nic nie zmieniono."))
        return 1
    try:
        team.reset_password(given.name, typed, now=timezone.now())
    except ActionProblem as problem:
        print(problem.text, file=sys.stderr)
        return 1
    if not sys.stdin.isatty():
        print(say(en=f"New password: {typed}", pl=f"Nowe hasło: {typed}"))
    print(
        say(
            en=f"{given.name} signs in with the new password; older sessions have ended.",
            pl=f"{given.name} loguje się nowym hasłem; wcześniejsze sesje wygasły.",
        )
    )
    return 0


def _take_factor_away(name: str) -> int:
    from django.utils import timezone

    from kontuar.actions import factors
    from kontuar.actions.errors import ActionProblem
    from kontuar.store.models import User

    person = User.objects.filter(username=name).first()
    if person is None:
        nobody = say(en="There is nobody of that name here.", pl="Nie ma tu nikogo o tej nazwie.")
        print(nobody, file=sys.stderr)
        return 1
    try:
        factors.take_away(person, None, now=timezone.now())
    except ActionProblem as problem:
        print(problem.text, file=sys.stderr)
        return 1
    print(
        say(
            en=f"{name} signs in with the password alone now, and was signed out everywhere.",
            pl=f"{name} loguje się teraz samym hasłem; wszystkie sesje wygasły.",
        )
    )
    return 0


def _ask() -> str | None:
    first = getpass.getpass(say(en="New password: ", pl="Nowe hasło: "))
    again = getpass.getpass(say(en="Once more: ", pl="Jeszcze raz: "))
    return first if first == again else None
