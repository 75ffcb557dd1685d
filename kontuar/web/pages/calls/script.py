"""A short script for the phone, built from the case: what to say first, what to ask, what to have ready, the end.

It is in the language of the person who speaks, the buyer's is told where it is another one. Sources: the practices
of good service on the phone (one's name first, polite forms, a promise with a date).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kontuar.store.models import Mark, Message, User
from kontuar.store.queries.case import CaseView
from kontuar.web import labels, labels_sales, order_pane
from kontuar.web.look import Look
from kontuar.web.pages.cases import head_words, marks_words

MOST_ITEMS = 3
LONGEST = 200
ARRIVED = frozenset({"delivered", "returned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The parts in the order of a call. ``ready`` are names and values."""

    greeting: tuple[tuple[str, str], ...]
    ask: tuple[str, ...]
    ready: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]


def of(view: CaseView, user: User, look: Look) -> Script:
    """The script for a call about this case."""
    return Script(
        greeting=_greeting(view, user),
        ask=tuple(_ask(view)),
        ready=tuple((name, value) for name, value in _ready(view, look) if value),
        closing=(
            _("To be sure: we do … by … Is that right?"),
            _("I will confirm it in a message."),
            _("Thank you for the call. Goodbye."),
        ),
    )


def buyer_called(view: CaseView) -> str:
    """The name the marketplace told, where it is a name."""
    return view.buyer.name if view.buyer.name != view.buyer.login else ""


def _greeting(view: CaseView, user: User) -> tuple[tuple[str, str], ...]:
    named = {"name": str(user), "shop": str(view.account)}
    about = (
        _("Good day, this is %(name)s, %(shop)s. I am calling about your order. Is this a good moment?")
        if view.order
        else _(
            "Good day, this is %(name)s, %(shop)s. I am calling about your question. Is this a good moment?"
        )
    )
    return (
        (_("The buyer calls"), _("Good day, %(shop)s, %(name)s speaking. How can I help?") % named),
        (_("We call"), about % named),
    )


def _ask(view: CaseView) -> Iterator[str]:
    yield _("May I ask for your name?")
    if view.order:
        yield _("Which order is it about? The number or the day is enough.")
        yield _("What happened, and what would help you most?")
        if view.order.parcels and any(one.state not in ARRIVED for one in view.order.parcels):
            yield _("Did the carrier leave you a message?")
    else:
        offer = view.case.offer
        yield (
            _("Is it about this: %(offer)s?") % {"offer": offer.name}
            if offer
            else _("Which item is it about?")
        )
        yield _("What would you like to know?")
    yield _("May we confirm it in a message?")


def _ready(view: CaseView, look: Look) -> Iterator[tuple[str, str]]:
    if view.order:
        yield from _order(view, look)
    if view.issue:
        yield _("Issue"), labels_sales.issue_kind_short(view.issue.kind)
    for duty in (*view.duties, *view.issue_duties):
        yield _("Owed"), head_words.chip(view, duty, look).text
    rest = replace(view, marks=tuple(one for one in view.marks if one.kind != Mark.Kind.PROMISED))
    for line in marks_words.lines(rest, look):  # a promise is a clock above
        yield _("Noted"), line.text
    yield from _last_words(view, look)
    language = view.case.language or view.buyer.language.split("-")[0].lower()
    if language and language != (get_language() or "")[:2]:
        yield _("Language"), labels.language(language)


def _order(view: CaseView, look: Look) -> Iterator[tuple[str, str]]:
    assert view.order is not None
    pane, row = order_pane.pane(view.order, look, url=""), view.order.row
    yield _("Order"), ", ".join(part for part in (pane.number, pane.state) if part)
    yield _("Bought"), labels.dated(row.bought_at, look) if row.bought_at else ""
    yield _("For whom"), pane.recipient
    items = [f"{count} · {name}" for name, count, _sku in pane.items[:MOST_ITEMS]]
    yield _("Items"), "\n".join(items)
    yield from pane.money
    yield _("To be sent by"), pane.promised
    yield _("To arrive by"), pane.arrives
    for parcel in view.order.parcels:
        seen = labels.moment(parcel.last_scan_at, look) if parcel.last_scan_at else ""
        told = (
            parcel.carrier_name or parcel.carrier,
            parcel.waybill,
            labels.parcel_state(parcel.state),
            seen,
        )
        yield _("Parcel"), ", ".join(part for part in told if part)


def _last_words(view: CaseView, look: Look) -> Iterator[tuple[str, str]]:
    last: dict[str, Message] = {message.role: message for message in view.talk.messages}
    for role, name in (("buyer", _("The buyer wrote last")), ("seller", _("We wrote last"))):
        if message := last.get(role):
            text = " ".join(message.text.split())
            short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
            yield name, f"{labels.moment(message.written_at, look)}: {short}"
