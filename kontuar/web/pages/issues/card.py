"""One issue in words: what the buyer wants, by when, what does not agree, what was said."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.actions import issues
from kontuar.facts.issues import Issue as IssueFact
from kontuar.store.models import Message
from kontuar.store.queries.issues import IssueView
from kontuar.web import labels, labels_sales
from kontuar.web.labels import Chip
from kontuar.web.look import Look
from kontuar.web.pages.issues.words import chip, status_of

LAST = 2
"""So many words of the talk stand open; who answers reads the rest in the conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A limit: the chip, and what is lost with it."""

    chip: Chip
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of the talk."""

    who: str
    role: str
    text: str
    at: str
    language: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The issue, ready to be shown."""

    title: str
    status: str
    raw_status: str
    clocks: tuple[Clock, ...]
    facts: tuple[tuple[str, str], ...]
    wants: str
    reason: str
    description: str
    items: tuple[tuple[str, str], ...]
    parcels: tuple[str, ...]
    doubts: tuple[str, ...]
    panel: str
    may_say: tuple[tuple[str, str], ...]
    earlier: tuple[Said, ...]
    """The talk but its last words, to be unfolded."""
    last: tuple[Said, ...]
    is_talk_cut: bool


def card(view: IssueView, look: Look) -> Card:
    """Everything of the issue in the reader's language."""
    issue, fact = view.issue, view.fact
    talk = tuple(_said(message, view, look) for message in view.talk)
    return Card(
        title=labels_sales.issue_kind(issue.kind),
        status=labels_sales.issue_status(issue.kind, status_of(issue)),
        raw_status=issue.raw_status,
        clocks=tuple(_clocks(view, look)),
        facts=tuple((name, value) for name, value in _facts(view, look) if value),
        wants=_wants(fact),
        reason=issue.subject,
        description=_description(view),
        items=tuple(_items(fact)),
        parcels=tuple(f"{parcel.carrier} {parcel.waybill}" for parcel in fact.parcels),
        doubts=tuple(labels_sales.doubt(str(one.get("code", ""))) for one in issue.doubts),
        panel=_panel(view, look),
        may_say=tuple((code, labels_sales.issue_status(issue.kind, code)) for code in issues.may_say(issue)),
        earlier=talk[:-LAST],
        last=talk[-LAST:],
        is_talk_cut=fact.is_talk_cut,
    )


def _clocks(view: IssueView, look: Look) -> list[Clock]:
    name = view.account.platform
    return [
        Clock(
            chip=chip(duty, name, look, is_short=False),
            lost=labels.loss(duty.lost, name),
        )
        for duty in view.duties
    ]


def _facts(view: IssueView, look: Look) -> list[tuple[str, str]]:
    issue, fact = view.issue, view.fact
    return [
        (_("Buyer"), issue.buyer_login),
        (_("Number"), issue.reference),
        (_("Opened"), _when(issue.opened_at, look)),
        (_("Decide by"), labels.limit(issue.decide_by, look, is_missed=False) if issue.decide_by else ""),
        (
            _("The marketplace's own step by"),
            labels.limit(issue.status_due_at, look, is_missed=False) if issue.status_due_at else "",
        ),
        (_("Reason"), "" if issue.subject else fact.reason.replace("_", " ").lower()),
        (_("By which right"), labels_sales.right(fact.right)),
        (_("Must the goods come back"), _yes_no(fact.is_return_required)),
        (_("The talk is open"), _yes_no(fact.is_talk_open)),
        (_("Thing"), _thing(fact)),
        (_("Refused because"), fact.refusal_text or fact.refusal.replace("_", " ").lower()),
        (_("Goods back since"), _when(fact.arrived_at, look)),
        (_("Over since"), _when(issue.ended_at, look)),
    ]


def _wants(fact: IssueFact) -> str:
    return ", ".join(
        labels_sales.expectation(one.kind)
        + (f" ({labels.money(one.amount.amount, one.amount.currency)})" if one.amount else "")
        for one in fact.expectations
    )


def _description(view: IssueView) -> str:
    """The buyer's words at the opening; nothing when the words shown below are the same."""
    said = view.fact.description or view.fact.reason_text
    return "" if said in {message.text for message in view.talk[-LAST:]} else said


def _thing(fact: IssueFact) -> str:
    if not fact.product_name:
        return ""
    many = fact.offer_quantity or 1
    return f"{many} × {fact.product_name}" if many > 1 else fact.product_name


def _items(fact: IssueFact) -> list[tuple[str, str]]:
    found = []
    for item in fact.items:
        name = f"{item.quantity} × {item.name}" if item.quantity > 1 else item.name
        why = labels_sales.return_reason(item.reason)
        found.append((name, " – ".join(part for part in (why, item.comment) if part)))
    return found


def _panel(view: IssueView, look: Look) -> str:
    """What a person said the marketplace's page shows, while it holds."""
    issue = view.issue
    if not issue.panel_status or issue.panel_over != issue.raw_status or issue.panel_at is None:
        return ""
    return _("%(who)s looked on %(when)s: the page shows “%(status)s”.") % {
        "who": issue.panel_by or _("Somebody"),
        "when": labels.dated(issue.panel_at, look),
        "status": labels_sales.issue_status(issue.kind, issue.panel_status),
    }


def _said(message: Message, view: IssueView, look: Look) -> Said:
    names = {
        "buyer": message.author_login or _("buyer"),
        "seller": pgettext("who wrote", "You"),
        "automat": pgettext("who wrote", "automat"),
    }
    return Said(
        who=names.get(message.role, labels.platform(view.account.platform)),
        role=message.role,
        text=message.text,
        at=labels.moment(message.written_at, look),
        language=message.language,
        files=tuple((file.name, reverse("file", args=[file.pk])) for file in view.files.get(message.pk, ())),
    )


def _yes_no(value: bool | None) -> str:
    if value is None:
        return ""
    return _("yes") if value else _("no")


def _when(at: datetime | None, look: Look) -> str:
    return labels.dated(at, look) if at else ""
