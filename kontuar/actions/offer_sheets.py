"""Keep what is known of an offer: facts, files for answers, prices; and what goodwill a case may cost."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kontuar.actions import drafts, journal, outgoing_draft
from kontuar.actions.errors import Invalid
from kontuar.actions.rights import must_work
from kontuar.actions.template_facts import offer_id
from kontuar.actions.uploads import FileTrouble, NewFile, content
from kontuar.drafters.template_words import plain
from kontuar.store import files as stored
from kontuar.store.models import Case, Goodwill, LibraryFile, OfferFact, OfferPrice, Outgoing, User

LARGEST = 10_000_000
"""Bytes of a file in the library; what the channel takes is judged when it is attached."""
MOST_FILES = 100
MOST_FACTS = 60
MOST = Decimal(1_000_000)
MISSING = _(
    "NOT sent: the file “%(name)s” of the library cannot be read. The text is kept as a draft. Send without the"
    " file, or add it to the product sheet again and send."
)
DROPPED = _(
    "NOT sent: a file you chose is not in the library any more. The text is kept as a draft. Look at the files and"
    " send again."
)


def keep_fact(case: Case, by: User, *, name: str, value: str, source: str, now: datetime) -> OfferFact:
    """Note a fact of the case's offer, or put a newer value in the place of the one of that name."""
    offer, key = _offer(case, by), plain(name)[:60]
    if not key or not value.strip() or len(value) > 300 or len(name) > 60 or len(source) > 120:
        raise Invalid("fact", _("A fact needs a name (60 characters) and a value (300)."), field="name")
    rows = OfferFact.objects.filter(account=case.account_id, offer_external_id=offer)
    if not rows.filter(key=key).exists() and rows.count() >= MOST_FACTS:
        raise Invalid("too-many", _("There are 60 facts already."), field="name")
    with transaction.atomic():
        row, _is_new = OfferFact.objects.update_or_create(
            account_id=case.account_id,
            offer_external_id=offer,
            key=key,
            defaults={
                "name": name.strip(),
                "value": value.strip(),
                "source": source.strip(),
                "noted_at": now,
                "by": by,
            },
        )
        journal.record("offer.fact_kept", at=now, actor=by, account=case.account, offer=offer, fact=row.pk)
    return row


def drop_fact(case: Case, by: User, fact_id: int, *, now: datetime) -> None:
    """A fact that is not true (any more)."""
    offer = _offer(case, by)
    rows = OfferFact.objects.filter(pk=fact_id, account=case.account_id, offer_external_id=offer)
    with transaction.atomic():
        if rows.delete()[0]:
            journal.record("offer.fact_dropped", at=now, actor=by, account=case.account, offer=offer)


def add_file(case: Case, by: User, file: NewFile, *, for_all: bool, now: datetime) -> LibraryFile:
    """Put a file into the library of the case's offer, or of all offers.

    The same file once more puts a good copy in the place of the one there, which may have been lost.
    """
    offer = "" if for_all else _offer(case, by)
    must_work(by, case.account_id)
    if not file.content or len(file.content) > LARGEST:
        raise Invalid("size", _("A file of the library has at most 10 MB."), field="file")
    outgoing_draft.check_files([file], case.account)
    sha256, rows = (
        hashlib.sha256(file.content).hexdigest(),
        LibraryFile.objects.filter(account=case.account_id),
    )
    same = rows.filter(offer_external_id=offer, sha256=sha256).first()
    if same is None and rows.filter(offer_external_id=offer).count() >= MOST_FILES:
        raise Invalid("too-many", _("There are 100 files already."), field="file")
    path = f"library/{secrets.token_hex(16)}"
    stored.put(path, file.content)
    row = same or LibraryFile(account_id=case.account_id, offer_external_id=offer, sha256=sha256)
    was, row.path, row.size = row.path, path, len(file.content)
    row.name, row.media_type = Path(file.name).name[:255], file.media_type[:100]
    row.added_at, row.by = now, by
    with transaction.atomic():
        row.save()
        journal.record("offer.file_added", at=now, actor=by, account=case.account, offer=offer, file=row.pk)
    if was:
        stored.remove([was])
    return row


def drop_file(case: Case, by: User, file_id: int, *, now: datetime) -> None:
    """Take a file out; what was sent with it stays sent."""
    must_work(by, case.account_id)
    row = files(case).filter(pk=file_id).first()
    if row is None:
        return
    with transaction.atomic():
        row.delete()
        journal.record("offer.file_dropped", at=now, actor=by, account=case.account, file=file_id)
    stored.remove([row.path])


def files(case: Case) -> QuerySet[LibraryFile]:
    """Files that may go with an answer in this case."""
    mine = Q(offer_external_id="") | Q(offer_external_id=offer_id(case) or "-")
    return LibraryFile.objects.filter(mine, account=case.account_id).order_by("name", "pk")


def chosen(case: Case, numbers: Sequence[int]) -> list[LibraryFile]:
    """Those of the library with these numbers, as far as they are (still) there."""
    return list(files(case).filter(pk__in=numbers)) if numbers else []


def attach(case: Case, by: User, file_id: int, *, now: datetime) -> None:
    """Choose a file for what the person is writing; one of another offer or account is not there for him."""
    must_work(by, case.account_id)
    if files(case).filter(pk=file_id).exists():
        drafts.attach(case, by, file_id, now=now)


def to_send(case: Case, numbers: Sequence[int]) -> list[NewFile]:
    """Files of the library as they leave with a message; Invalid says which one is not there any more."""
    rows = chosen(case, numbers)
    if len(rows) < len(set(numbers)):
        raise Invalid("library-dropped", DROPPED, field="files")
    return [_to_send(row) for row in rows]


def _to_send(row: LibraryFile) -> NewFile:
    try:
        return NewFile(name=row.name, media_type=row.media_type, content=content(row.path, row.sha256))
    except FileTrouble:
        raise Invalid("library-missing", MISSING % {"name": row.name[:80]}, field="files") from None


def of_message(outgoing: Outgoing) -> list[int]:
    """The files of the library that went with a message, as far as they are still there."""
    sums = outgoing.files.values("sha256")
    rows = LibraryFile.objects.filter(account=outgoing.account_id, sha256__in=sums).order_by("name", "pk")
    return [row.pk for row in {row.sha256: row for row in rows}.values()]


def keep_price(
    case: Case,
    by: User,
    *,
    floor: Decimal | None,
    cost: Decimal | None,
    fee_percent: Decimal | None,
    now: datetime,
) -> OfferPrice:
    """What the offer costs us and how far its price may go."""
    offer = _offer(case, by)
    _must_be_amounts(floor, cost)
    if fee_percent is not None and not (fee_percent.is_finite() and 0 <= fee_percent < 100):
        raise Invalid("fee", _("A fee is between 0 and 100 %."), field="fee_percent")
    with transaction.atomic():
        row, _is_new = OfferPrice.objects.update_or_create(
            account_id=case.account_id,
            offer_external_id=offer,
            defaults={
                "floor": floor,
                "cost": cost,
                "fee_percent": fee_percent,
                "changed_at": now,
                "changed_by": by,
            },
        )
        journal.record("offer.price_kept", at=now, actor=by, account=case.account, offer=offer)
    return row


def note_goodwill(case: Case, by: User, amount: Decimal, *, is_budget: bool, now: datetime) -> Goodwill:
    """What a case may cost us in goodwill, or what was given in it."""
    must_work(by, case.account_id)
    _must_be_amounts(amount)
    with transaction.atomic():
        row = Goodwill.objects.create(case=case, is_budget=is_budget, amount=amount, at=now, by=by)
        verb = "goodwill.budget" if is_budget else "goodwill.given"
        journal.record(verb, at=now, actor=by, case=case, amount=str(amount))
    return row


def _offer(case: Case, by: User) -> str:
    must_work(by, case.account_id)
    offer = offer_id(case)
    if not offer:
        raise Invalid("no-offer", _("This conversation is about no single offer."), field="name")
    return offer


def _must_be_amounts(*amounts: Decimal | None) -> None:
    if any(one is not None and not (one.is_finite() and 0 <= one <= MOST) for one in amounts):
        raise Invalid("amount", _("An amount is between 0 and 1,000,000."), field="floor")
