"""Everything kept of one buyer as an archive he can read: a page, the same as data, his files and mails.

For the right of access and to data portability (GDPR, articles 15 and 20). Colleagues appear as roles alone, other
buyers not at all.
"""

import json
import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import IO, Any

from django.db.models import Q, QuerySet

from kontuar.actions import export_page, journal, matter
from kontuar.actions.errors import NotAllowed
from kontuar.actions.forget import NobodyThere
from kontuar.facts.messages import Role
from kontuar.store import files as stored
from kontuar.store.models import (
    Attachment,
    Buyer,
    Case,
    Draft,
    IncidentHit,
    Issue,
    Letter,
    MachineText,
    Mark,
    Message,
    Note,
    Order,
    Outgoing,
    OutgoingDeed,
    PhoneCall,
    Praise,
    Rating,
    Shipment,
    Suggestion,
    Tag,
    User,
)
from kontuar.store.queries import access
from kontuar.store.queries.person import Rows, login_of, rows_of

FORMAT = 1
US, HIM, COLLEAGUE = "shop", "buyer", "colleague"
ROLES = {Role.BUYER.value: HIM, Role.SELLER.value: US}
_ODD = re.compile(r"[^\w.\- ]+")


def export(buyers: Collection[Buyer], file: IO[bytes], *, by: User | None, now: datetime) -> int:
    """Write the archive; how many files are in it besides the page and the data. ``by`` None is the machine's shell.

    NotAllowed when one of these buyers belongs to an account the person may not see.
    """
    if not buyers:
        raise NobodyThere
    mine = None if by is None else set(access.account_ids(by))
    if mine is not None and any(row.account_id not in mine for row in buyers):
        raise NotAllowed
    rows = rows_of(buyers)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        names = _Names()
        data = _data(rows, names, now)
        for name, path in names.files.items():
            archive.writestr(name, stored.read(path))
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
        archive.writestr("index.html", export_page.page(data))
    for row in buyers:
        journal.record("buyer.exported", at=now, actor=by, account=row.account, buyer=row.pk)
    return len(names.files)


class _Names:
    """Files that go into the archive, by their names there; a file that is gone from the disk is left out."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def add(self, folder: str, number: int, name: str, path: str) -> str:
        """Its name in the archive, ``""`` when there is no such file."""
        if not path or not stored.is_there(path):
            return ""
        kept = f"{folder}/{number}-{_ODD.sub('_', name)[-80:]}"
        self.files[kept] = path
        return kept


def _data(rows: Rows, names: _Names, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "person": [_person(row) for row in rows.buyers],
        "conversations": [
            _case(case, names)
            for case in rows.cases.select_related("account", "thread").order_by("opened_at", "pk")
        ],
        "orders": [_order(order) for order in rows.orders.order_by("bought_at", "pk")],
        "issues": [_issue(row) for row in rows.issues.order_by("opened_at", "pk")],
        "ratings": [_rating(row) for row in rows.ratings.order_by("rated_at")],
        "done_for_orders": [_deed(row, names) for row in rows.deeds.order_by("asked_at", "pk")],
        "incidents": [_hit(row) for row in _hits(rows)],
        "other_mails": [_letter(row, names) for row in rows.letters.filter(message=None).order_by("sent_at")],
    }


def _person(buyer: Buyer) -> dict[str, Any]:
    return {
        "platform": buyer.account.platform,
        "shop": buyer.account.login,
        "login": login_of(buyer),
        "name": buyer.name,
        "number": buyer.external_id,
        "masked_address": buyer.masked,
        "language": buyer.language,
        "first_seen_at": buyer.first_seen_at.isoformat(),
    }


def _case(case: Case, names: _Names) -> dict[str, Any]:
    said = Message.objects.filter(case=case).select_related("letter").prefetch_related("attachments")
    words = [_message(row, names) for row in said.order_by("written_at", "pk")]
    return {
        "shop": case.account.login,
        "subject": case.subject,
        "link": case.thread.link if case.thread else "",
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "messages": words,
        "tags": list(
            Tag.objects.filter(case_tags__case=case).order_by("name").values_list("name", flat=True)
        ),
        "noted": _noted(case),
        "notes": _notes(case),
        "marked": [_mark(row) for row in Mark.objects.filter(case=case).order_by("pk")],
        "wished_for": list(
            Suggestion.objects.filter(asks__message__case=case).order_by("pk").values_list("text", flat=True)
        ),
        "praised": list(
            Praise.objects.filter(message__case=case).order_by("pk").values_list("what", flat=True)
        ),
        "not_sent": _not_sent(case),
        "on_their_way": [{"at": row.composed_at.isoformat(), "text": row.text} for row in _unread_back(case)],
    }


def _not_sent(case: Case) -> list[str]:
    """Begun by colleagues, or proposed by a language model."""
    begun = Draft.objects.filter(case=case).exclude(text="").order_by("pk").values_list("text", flat=True)
    return [*begun, *MachineText.objects.filter(case=case).order_by("pk").values_list("text", flat=True)]


def _mark(row: Mark) -> dict[str, str]:
    until = {"until": row.due_at.isoformat()} if row.due_at else {}
    return {"what": row.kind, "at": row.made_at.isoformat()} | until


def _notes(case: Case) -> list[dict[str, str]]:
    """What colleagues noted, of calls all that is kept."""
    rows = Note.objects.filter(case=case).select_related("call").order_by("created_at", "pk")
    return [
        {"at": row.created_at.isoformat(), "by": COLLEAGUE, "text": row.text, **_call(row)} for row in rows
    ]


def _call(row: Note) -> dict[str, str]:
    call: PhoneCall | None = getattr(row, "call", None)
    if call is None:
        return {}
    told = {"on_the_phone_with": call.caller, "number": call.number, "promised": call.promise}
    until = {"promised_by": call.promised_by.isoformat()} if call.promised_by else {}
    return {name: value for name, value in told.items() if value} | until


def _noted(case: Case) -> dict[str, str]:
    """What he wants, the cause, the next step and the outcome, as a colleague noted them."""
    found = matter.of(case)
    return {name: value for name in matter.FIELDS if (value := getattr(found, name))}


def _unread_back(case: Case) -> Iterator[Outgoing]:
    """Ours that left and were not read back yet."""
    left = Q(state__in=(Outgoing.State.SENDING, Outgoing.State.SENT, Outgoing.State.UNSURE))
    yield from Outgoing.objects.filter(left, case=case, message=None).order_by("composed_at")


def _message(row: Message, names: _Names) -> dict[str, Any]:
    letter: Letter | None = getattr(row, "letter", None)
    return {
        "at": row.written_at.isoformat(),
        "from": ROLES.get(row.role, row.role),
        "subject": row.subject,
        "text": row.text,
        "files": [_file(one, names) for one in row.attachments.all()],
        "mail": _mail(letter, names) if letter else "",
    }


def _file(one: Attachment, names: _Names) -> dict[str, Any]:
    return {"name": one.name, "file": names.add("files", one.pk, one.name, one.path)}


def _mail(row: Letter, names: _Names) -> str:
    return names.add("mails", row.pk, f"{row.sent_at:%Y-%m-%d}.eml", row.path)


def _letter(row: Letter, names: _Names) -> dict[str, Any]:
    return {
        "at": row.sent_at.isoformat(),
        "kind": row.kind,
        "subject": row.subject,
        "mail": _mail(row, names),
    }


def _rating(row: Rating) -> dict[str, Any]:
    return {"number": row.external_id, **row.fact, "comment": row.comment, "answer": row.answer}


def _deed(row: OutgoingDeed, names: _Names) -> dict[str, Any]:
    """A number, an invoice or a public answer we gave."""
    kept = names.add("ours", row.pk, row.file_name, row.path)
    file = {"name": row.file_name, "file": kept} if row.file_name else {}
    return {"what": row.kind, "at": row.asked_at.isoformat(), "state": row.state, "told": row.what} | file


def _hits(rows: Rows) -> QuerySet[IncidentHit]:
    return IncidentHit.objects.filter(buyer__in=rows.ids).select_related("incident").order_by("pk")


def _hit(row: IncidentHit) -> dict[str, str]:
    """That a cause hit him, and the answer as far as one was begun."""
    told = {"cause": row.incident.cause, "since": row.added_at.isoformat(), "state": row.state}
    return told | ({"answer": row.text} if row.text else {})


def _order(row: Order) -> dict[str, Any]:
    parcels = Shipment.objects.filter(order=row).order_by("pk")
    return {
        **row.fact,
        "parcels": [{"carrier": one.carrier, "number": one.waybill, "scans": one.scans} for one in parcels],
        "refunds": [one.fact for one in row.refunds.order_by("pk")],
    }


def _issue(row: Issue) -> dict[str, Any]:
    return dict(row.fact)
