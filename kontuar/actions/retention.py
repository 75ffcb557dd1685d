"""Old things go by themselves, as the owner said: by age and kind, a few at a time, never what is open or still needed.

Of closed conversations everything goes; of orders the person goes and the money stays; of mails and files the bytes go
and the text stays. A floor (``actions.forgotten``) keeps the next reading from bringing it back.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import forget_files, forgotten, index, journal, letters, many, scrub, words_gone
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.actions.forget import blank_orders
from kontuar.actions.receive_raw import KEPT_FOR
from kontuar.actions.retention_find import KINDS, limit, policy, quiet_cases
from kontuar.actions.retention_find import attachments as old_attachments
from kontuar.actions.retention_find import journal as old_entries
from kontuar.actions.retention_find import letters as old_letters
from kontuar.actions.retention_find import orders as old_orders
from kontuar.actions.retention_find import raw as old_answers
from kontuar.store import files
from kontuar.store.models import (
    Account,
    Attachment,
    Buyer,
    Case,
    Desk,
    IncidentHit,
    JournalEntry,
    Letter,
    Message,
    Order,
    RawAnswer,
    SearchRow,
    Thread,
    User,
)
from kontuar.store.queries.desk import the_desk

log = structlog.get_logger("kontuar.retention")
FEW = 50
"""Conversations or orders of a portion."""
MANY = 500
"""Rows of a portion that are only deleted."""
PORTIONS_A_LOOK = 20
REST = timedelta(hours=12)
"""Between two looks after which nothing was left."""
RESTS_UNTIL = "retention-rests-until"
MOST_MONTHS = 240
PICTURES_KEPT = timedelta(days=30)
"""Small pictures are made again when somebody looks: older ones go, and with them those whose source is gone."""


@transaction.atomic
def settle(by: User, months: Mapping[str, int], *, now: datetime) -> None:
    """Keep how many months each kind is kept; a kind left out (or 0) stays. Invalid names the kind."""
    if not by.is_owner:
        raise NotAllowed
    clean = {kind: count for kind, count in months.items() if count}
    for kind, count in clean.items():
        if kind not in KINDS or not 1 <= count <= MOST_MONTHS:
            raise Invalid("months", _("Choose between 1 and 240 months."), field=kind)
    desk = the_desk()
    Desk.objects.update_or_create(
        pk=desk.pk,
        defaults={"retention": clean},
        create_defaults={"retention": clean, "office_hours": desk.office_hours},
    )
    cache.delete(RESTS_UNTIL)
    journal.record("retention.saved", at=now, actor=by, months=clean)


def look(*, now: datetime, is_over: Callable[[], bool] = lambda: False) -> dict[str, int]:
    """Some portions, as the worker does by itself; what went, by kind. Rests when nothing is left."""
    until: datetime | None = cache.get(RESTS_UNTIL)
    if until is not None and now < until:
        return {}
    done: dict[str, int] = {}
    for _turn in range(PORTIONS_A_LOOK):
        if is_over():
            break
        kind, count = portion(policy(), now=now)
        if not count:
            done |= {"pictures": pictures} if (pictures := sweep_pictures(now=now)) else {}
            cache.set(RESTS_UNTIL, now + REST, None)
            break
        done[kind] = done.get(kind, 0) + count
    if told := {kind: count for kind, count in done.items() if kind not in ("raw", "pictures")}:
        journal.record("retention.done", at=now, rows=told)
    return done


def portion(months: Mapping[str, int], *, now: datetime) -> tuple[str, int]:
    """The next few things that are too old: their kind and how many; ``("", 0)`` when there are none."""
    for kind in KINDS:
        if kind in months:
            before = limit(kind, months[kind], now)
        elif kind == "raw":
            before = now - KEPT_FOR
        else:
            continue
        if count := DO[kind](before, now):
            return kind, count
    return "", 0


def _talk(before: datetime, now: datetime) -> int:
    cases = list(quiet_cases(before, now).defer("search_text").order_by("pk")[:FEW])
    ids = [case.pk for case in cases]
    if not ids:
        return 0
    said = list(Message.objects.filter(case__in=ids).values_list("pk", flat=True))
    files = [forget_files.of_messages(said), forget_files.of_cases(ids)]
    with transaction.atomic():
        # Asked again under the lock of writing: a word may have come in between.
        held = quiet_cases(before, now).filter(pk__in=ids).select_for_update(of=("self",))
        still = list(held.values_list("pk", flat=True))
        if set(still) != set(ids):
            return _talk(before, now) if still else 0
        for account in Account.objects.filter(pk__in={case.account_id for case in cases}):
            forgotten.raise_floor(account, forgotten.TALK_FLOOR, to=before)
        SearchRow.objects.filter(kind=SearchRow.Kind.MESSAGE, object_id__in=said).delete()
        many.forget(ids)
        IncidentHit.objects.filter(case__in=ids).update(text="")
        Case.objects.filter(pk__in=ids).delete()
        _empty_talks({case.thread_id for case in cases if case.thread_id})
        _empty_buyers({case.buyer_id for case in cases})
    words_gone.tell()
    for found in files:
        forget_files.remove(found)
        letters.forget(found.letters)
    return len(ids)


def _empty_talks(ids: Collection[int]) -> None:
    """Talks in which nothing is left."""
    Thread.objects.filter(pk__in=ids, messages=None, cases=None, issues=None).delete()


def _empty_buyers(ids: Collection[int]) -> None:
    """Buyers of whom nothing is left, and such of whom only orders without a name are."""
    rows = Buyer.objects.filter(pk__in=ids, threads=None, cases=None, issues=None)
    gone = list(rows.filter(orders=None).values_list("pk", flat=True))
    SearchRow.objects.filter(kind=SearchRow.Kind.BUYER, object_id__in=gone).delete()
    Buyer.objects.filter(pk__in=gone).delete()
    for row in rows.exclude(pk__in=gone).distinct():
        if not Order.objects.filter(buyer=row).exclude(fact__buyer_login="", fact__buyer_name="").exists():
            _without_name(row)


def _without_name(row: Buyer) -> None:
    SearchRow.objects.filter(kind=SearchRow.Kind.BUYER, object_id=row.pk).delete()
    name = f"{scrub.PREFIX}{row.pk}"
    Buyer.objects.filter(pk=row.pk).update(login=name, name="", external_id="", masked="", language="")
    index.orders(set(Order.objects.filter(buyer=row.pk).values_list("pk", flat=True)))


def _letters(before: datetime, now: datetime) -> int:
    rows = list(old_letters(before, now).select_related("account").order_by("pk")[:FEW])
    paths = [row.path for row in rows]
    files = forget_files.of_letters(rows)
    Letter.objects.filter(pk__in=[row.pk for row in rows]).update(path="")
    forget_files.remove(files)
    letters.forget(paths)
    return len(rows)


def _attachments(before: datetime, now: datetime) -> int:
    rows = list(old_attachments(before, now).order_by("pk")[:MANY])
    files = forget_files.Files(
        paths={row.path for row in rows}, digests={row.sha256 for row in rows if row.sha256}
    )
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(path="")
    forget_files.remove(files)
    return len(rows)


@transaction.atomic
def _orders(before: datetime, now: datetime) -> int:
    rows = list(old_orders(before, now).select_related("account").order_by("pk")[:FEW])
    for account in {row.account for row in rows}:
        forgotten.raise_floor(account, forgotten.ORDER_FLOOR, to=before)
    blank_orders(rows)
    _empty_buyers({row.buyer_id for row in rows})
    return len(rows)


def _journal(before: datetime, now: datetime) -> int:
    ids = list(old_entries(before, now).order_by("pk").values_list("pk", flat=True)[:MANY])
    JournalEntry.objects.filter(pk__in=ids).delete()
    return len(ids)


def _raw(before: datetime, now: datetime) -> int:
    ids = list(old_answers(before, now).order_by("pk").values_list("pk", flat=True)[:MANY])
    RawAnswer.objects.filter(pk__in=ids).delete()
    return len(ids)


DO: Mapping[str, Callable[[datetime, datetime], int]] = {
    "talk": _talk,
    "letters": _letters,
    "attachments": _attachments,
    "orders": _orders,
    "journal": _journal,
    "raw": _raw,
}


def sweep_pictures(*, now: datetime) -> int:
    """Take out small pictures made long ago; how many. A place that does not answer is asked another time."""
    try:
        return files.remove_older(f"{forget_files.SMALL}/", now - PICTURES_KEPT)
    except OSError as error:
        log.warning("retention.pictures_failed", error=type(error).__name__)
        return 0
