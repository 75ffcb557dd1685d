"""``kontuar privacy forget | export | retention``: for whoever has the shell of the machine."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kontuar.cli.load import load, log_to_stderr
from kontuar.cli.words import say

if TYPE_CHECKING:
    from kontuar.actions.forget_plan import Plan
    from kontuar.store.models import Buyer

WORDS = {
    "conversations": ("conversations", "rozmowy"),
    "messages": ("messages", "wiadomości"),
    "files": ("files", "pliki"),
    "letters": ("mails as they came", "listy w całości"),
    "notes": ("notes", "notatki"),
    "outgoing": ("our messages in the outbox", "wychodzące"),
    "deeds": (
        "parcel numbers, invoices, public answers of ours",
        "numery przesyłek, faktury, nasze odpowiedzi",
    ),
    "journal": ("entries of the journal", "wpisy historii zmian"),
    "orders": ("orders", "zamówienia"),
    "parcels": ("parcels", "przesyłki"),
    "issues": ("issues", "zgłoszenia"),
    "ratings": ("ratings", "oceny"),
    "refunds": ("refunds", "zwroty wpłat"),
    "talk": ("conversations closed long ago", "dawno zamknięte rozmowy"),
    "raw": ("raw answers", "surowe odpowiedzi"),
    "attachments": ("attachments", "załączniki"),
    "pictures": ("small pictures", "miniatury"),
}


def _word(kind: str) -> str:
    en, pl = WORDS.get(kind, (kind, kind))
    return say(en=en, pl=pl)


def forget(given: Namespace) -> int:
    """Forget one buyer: say what would go, ask, do it. 1 when nobody is found or something is open."""
    _prepare()
    from django.utils import timezone

    from kontuar.actions import forget as action
    from kontuar.actions import forget_plan
    from kontuar.actions.errors import ActionProblem

    if begun := action.resume(now=timezone.now()):
        print(
            say(en=f"Finished what was begun before: {begun}.", pl=f"Dokończono zaczęte wcześniej: {begun}.")
        )
    buyers = _buyers(given.name)
    if not buyers:
        return 1
    planned = forget_plan.plan(buyers, now=timezone.now())
    _show(planned)
    if given.dry_run:
        return 0
    if not (given.yes or _is_meant(given.name)):
        print(say(en="Nothing was changed.", pl="Nic nie zmieniono."))
        return 1
    try:
        action.forget(buyers, by=None, is_insisted=given.even_if_open, now=timezone.now())
    except ActionProblem as problem:
        print(problem.text, file=sys.stderr)
        if problem.code == "open":
            print(
                say(en="To do it all the same: --even-if-open.", pl="Mimo to: --even-if-open."),
                file=sys.stderr,
            )
        return 1
    print(
        say(en="Done. Copies made before still hold it.", pl="Gotowe. Wcześniejsze kopie nadal to zawierają.")
    )
    return 0


def _prepare() -> None:
    load()
    log_to_stderr()
    from kontuar.cli import schema

    schema.bring_up_to_date()


def _buyers(name: str) -> "list[Buyer]":
    from kontuar.store.queries.person import found

    buyers = found(name)
    if not buyers:
        print(
            say(
                en="Nobody of that login or address is known here.",
                pl="Nie ma tu nikogo o tym loginie ani adresie.",
            )
        )
    for buyer in buyers:
        print(f"#{buyer.pk}\t{buyer.account}\t{buyer.login}")
    return buyers


def _show(planned: "Plan") -> None:
    goes = [f"  {count}\t{_word(kind)}" for kind, count in planned.removed]
    stays = [f"  {count}\t{_word(kind)}" for kind, count in planned.blanked]
    print(say(en="Goes:", pl="Zostanie usunięte:"), *goes, sep="\n")
    print(say(en="Stays without the person:", pl="Zostanie bez danych osoby:"), *stays, sep="\n")
    print(say(en=f"Files: {planned.file_bytes / 1e6:.1f} MB", pl=f"Pliki: {planned.file_bytes / 1e6:.1f} MB"))
    for owed in planned.owed:
        words = f"{owed.kind}, {owed.due_at:%Y-%m-%d %H:%M} UTC"
        print(say(en=f"! Still owed: {words}", pl=f"! Otwarte zadanie: {words}"))
    cares = (
        (planned.drafts, say(en="unsent drafts", pl="niewysłane szkice")),
        (planned.unsent, say(en="things of ours not sent yet", pl="rzeczy jeszcze niewysłane")),
        (planned.open_issues, say(en="open issues", pl="otwarte zgłoszenia")),
        (planned.open_orders, say(en="orders not sent yet", pl="zamówienia jeszcze niewysłane")),
        (
            planned.claimable_orders,
            say(
                en="orders an issue may still be opened for",
                pl="zamówienia, do których można jeszcze otworzyć zgłoszenie",
            ),
        ),
        (planned.copies, say(en="older copies in before-upgrade", pl="starsze kopie w before-upgrade")),
    )
    for count, words in cares:
        if count:
            print(f"! {count}\t{words}")


def _is_meant(name: str) -> bool:
    if not sys.stdin.isatty():
        print(say(en="To do it without being asked: --yes.", pl="Aby wykonać bez pytania: --yes."))
        return False
    question = say(
        en=f"Type “{name}” to forget this person: ", pl=f"Wpisz „{name}”, aby usunąć dane tej osoby: "
    )
    return input(question).strip() == name


def export(given: Namespace) -> int:
    """Everything of one buyer into a new file; 1 when nobody is found."""
    _prepare()
    import os

    from django.utils import timezone

    from kontuar.actions import export_buyer

    buyers = _buyers(given.name)
    if not buyers:
        return 1
    try:
        handle = os.open(given.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        words = say(en="The file cannot be made", pl="Nie można utworzyć pliku")
        print(f"{words}: {error.strerror}", file=sys.stderr)
        return 1
    with os.fdopen(handle, "wb") as file:
        count = export_buyer.export(buyers, file, by=None, now=timezone.now())
    print(
        say(
            en=f"{given.file}: a page, the data and {count} files.",
            pl=f"{given.file}: strona, dane i pliki ({count}).",
        )
    )
    return 0


def retention(given: Namespace) -> int:
    """What is older than the owner wants it kept: a line a kind, then it is taken out (not with ``--dry-run``)."""
    _prepare()
    from django.utils import timezone

    from kontuar.actions import retention as action
    from kontuar.actions import retention_find

    now, months = timezone.now(), retention_find.policy()
    for kind in retention_find.KINDS:
        if kind not in months and kind != "raw":
            print(f"  {_word(kind)}: {say(en='kept', pl='bez limitu')}")
    for found in retention_find.report(months, now=now):
        span = (
            f"{found.oldest_at:%Y-%m-%d} – {found.newest_at:%Y-%m-%d}"
            if found.oldest_at and found.newest_at
            else ""
        )
        older = say(en=f"before {found.before:%Y-%m-%d}", pl=f"sprzed {found.before:%Y-%m-%d}")
        print(f"  {_word(found.kind)}, {older}: {found.count}  {span}  {found.size / 1e6:.1f} MB")
    if given.dry_run:
        return 0
    total = 0
    while count := action.portion(months, now=now)[1]:
        total += count
    total += action.sweep_pictures(now=now)
    print(say(en=f"Taken out: {total}.", pl=f"Usunięto: {total}."))
    return 0
