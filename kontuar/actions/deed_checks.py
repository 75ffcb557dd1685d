"""Can this deed be asked for at all? Values are checked before anything is kept; what is wrong is said."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kontuar.actions import around, deed_facts, house_style, outgoing_draft, policies
from kontuar.actions.errors import Doubtful, Invalid, Stopped
from kontuar.actions.uploads import NewFile
from kontuar.facts.deeds import AddTracking
from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.facts.reading import Finding as BadWord
from kontuar.facts.reading import Language
from kontuar.rules import parcel_number, places
from kontuar.rules.deed_guard import is_cancelled
from kontuar.rules.deed_policy import DeedRules
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks import all_findings
from kontuar.store import rebuild
from kontuar.store.models import Account, Order, OutgoingDeed, Rating, Shipment
from kontuar.text.language import identify
from kontuar.text.reader import Context, read_draft
from kontuar.text.temper import check_draft

OTHER = "OTHER"
"""The id of a carrier Allegro does not know; only its parcels have a name of ours."""
State = OutgoingDeed.State
ON_ITS_WAY = (State.HELD, State.QUEUED, State.SENDING, State.SENT, State.UNSURE)


def carriers(account: Account, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Carriers to offer: id and name. Those of the account's own parcels first, most used first."""
    used = Shipment.objects.filter(account=account).order_by("-pk").values_list("carrier", flat=True)[:500]
    return offered(policies.policy(account, now=now).deeds, list(used))


def offered(rules: DeedRules, used: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Carriers by id and name: the ``used`` first, then those the rules name, none that is no longer taken."""
    gone = {code for code, _name in rules.gone.carriers} if rules.gone else set()
    known = dict(rules.carriers.carriers) if rules.carriers else {}
    counted = sorted(set(used), key=list(used).count, reverse=True)
    codes = dict.fromkeys([*(code for code in counted if code), *known])
    return tuple((code, known.get(code, "")) for code in codes if code not in gone)


def must_not_be_cancelled(order: Order) -> None:
    """Raises Invalid for an order nobody waits for any more."""
    if is_cancelled(OrderState(order.state), Fulfilment(order.fulfilment)):
        raise Invalid(
            "order-cancelled", _("NOT sent: this order was cancelled. Do not send it. Nothing was changed.")
        )


def parcel(
    order: Order, carrier: str, waybill: str, carrier_name: str, line_ids: Sequence[str]
) -> AddTracking:
    """The deed with its values trimmed, not checked yet."""
    code = carrier.strip()
    return AddTracking(
        order_id=order.external_id,
        carrier=code,
        waybill=waybill.strip(),
        carrier_name=carrier_name.strip() if code == OTHER else "",
        line_ids=tuple(dict.fromkeys(line_ids)),
    )


def must_be_a_parcel(order: Order, deed: AddTracking, *, now: datetime) -> None:
    """Raises Invalid with the field whose value cannot be."""
    rules = policies.policy(order.account, now=now).deeds
    must_be_a_number(deed.waybill, rules)
    _check_carrier(order.account, deed.carrier, deed.carrier_name, rules, now)
    known = {line.external_id for line in rebuild.order(order).lines}
    if not set(deed.line_ids) <= known:
        raise Invalid("unknown-line", _("A position is not in this order. Nothing was sent."), field="line")


def must_be_a_number(number: str, rules: DeedRules) -> None:
    """Raises Invalid for what no parcel's number can be."""
    if not number:
        raise Invalid("waybill-empty", _("Type the parcel's number."), field="waybill")
    if any(char.isspace() or not char.isprintable() for char in number):
        raise Invalid("waybill-blank", _("A parcel's number has no blanks inside."), field="waybill")
    if rules.tracking and len(number) > rules.tracking.waybill_length:
        raise Invalid(
            "waybill-long",
            _("A parcel's number has at most %(n)d characters.") % {"n": rules.tracking.waybill_length},
            field="waybill",
        )


def _check_carrier(account: Account, code: str, name: str, rules: DeedRules, now: datetime) -> None:
    must_be_taken(code, name, rules)
    if code not in dict(carriers(account, now=now)):
        raise Invalid("carrier-unknown", _("Choose a carrier from the list."), field="carrier")


def must_be_taken(code: str, name: str, rules: DeedRules) -> None:
    """Raises Invalid for a carrier the marketplace no longer takes, and for an own one without a fitting name."""
    if rules.gone and code in dict(rules.gone.carriers):
        gone = _(
            "Allegro no longer takes the carrier “Allegro” (since %(since)s): parcels sent with Allegro get"
            " their numbers by themselves. Choose the carrier who has the parcel."
        )
        raise Invalid("carrier-gone", gone % {"since": rules.gone.version}, field="carrier")
    if code == OTHER and not name:
        raise Invalid("carrier-name", _("Type the name of the other carrier."), field="carrier_name")
    if rules.tracking and code == OTHER and len(name) > rules.tracking.carrier_name_length:
        longest = {"n": rules.tracking.carrier_name_length}
        text = _("The name of a carrier has at most %(n)d characters.") % longest
        raise Invalid("carrier-name-long", text, field="carrier_name")


def must_be_new(order: Order, waybill: str, *, anyway: bool) -> None:
    """Raises Invalid for a number this order has or is getting, Doubtful for one of another order."""
    here, elsewhere = _orders_with(order, waybill)
    if here:
        raise Invalid("waybill-there", _("This order already has this number."), field="waybill")
    if not anyway and elsewhere:
        raise Doubtful(
            "waybill-elsewhere",
            _(
                "Another order has the same number. If both went in one parcel, that is right: confirm it."
                " Nothing was sent yet."
            ),
        )


def _orders_with(order: Order, waybill: str) -> tuple[bool, bool]:
    """Whether this order has the number or is getting it, and whether another one of the account does."""
    asked = OutgoingDeed.objects.filter(
        account=order.account_id, kind=OutgoingDeed.Kind.TRACKING, state__in=ON_ITS_WAY
    )
    shown = Shipment.objects.filter(account=order.account_id).values_list("order_id", "waybill")
    known = [*shown.iterator(), *((row.order_id, row.what["waybill"]) for row in asked)]
    plain = parcel_number.plain(waybill)
    orders = {order_id for order_id, number in known if parcel_number.plain(number) == plain}
    return order.pk in orders, bool(orders - {order.pk})


def settable(account: Account, *, now: datetime) -> tuple[Fulfilment, ...]:
    """The states a person may set, in their natural order: what a page offers and what is taken.

    Cancelling is not among them: it gives money back and is not undone, so it is left to the marketplace.
    """
    return settable_by(policies.policy(account, now=now).deeds)


def settable_by(rules: DeedRules) -> tuple[Fulfilment, ...]:
    """As :func:`settable`, by these rules."""
    rule = rules.fulfilment
    allowed = [code for code in Fulfilment if rule is None or code in rule.settable]
    return tuple(code for code in allowed if code is not Fulfilment.CANCELLED)


def wanted_state(order: Order, status: str, *, now: datetime) -> Fulfilment:
    """The state as ours; Invalid for one a seller may not set, or that is so already."""
    if status not in settable(order.account, now=now):
        raise Invalid(
            "state-not-settable", _("This state cannot be set. Nothing was changed."), field="status"
        )
    wanted = Fulfilment(status)
    must_not_be_cancelled(order)
    if wanted.value == order.fulfilment:
        raise Invalid("state-already", _("The order already is in this state."), field="status")
    return wanted


def must_want_an_invoice(order: Order) -> None:
    """Raises Invalid for a cancelled order: nothing was sold, so there is nothing to invoice."""
    if is_cancelled(OrderState(order.state), Fulfilment(order.fulfilment)):
        raise Invalid(
            "order-cancelled",
            _("NOT sent: this order was cancelled, so it gets no invoice. Nothing was changed."),
        )


def must_be_a_new_invoice(row: OutgoingDeed, *, anyway: bool) -> None:
    """Raises Doubtful when this order got or gets this very file, or an invoice with this number."""
    if anyway:
        return
    others = OutgoingDeed.objects.filter(
        order=row.order_id, kind=row.kind, state__in=(*ON_ITS_WAY, State.DONE)
    )
    if any(deed_facts.is_same_invoice(other, row) for other in others):
        raise Doubtful(
            "invoice-there",
            _(
                "This order already has this invoice: the same file or the same number. If a second one is"
                " meant, choose the file again and confirm it. Nothing was sent yet."
            ),
        )


def invoice_type(account: Account, file: NewFile, *, now: datetime) -> str:
    """The kind of file by its content; Invalid when it is none the marketplace takes."""
    return invoice_kind(file, policies.policy(account, now=now).deeds)


def invoice_kind(file: NewFile, rules: DeedRules) -> str:
    """As :func:`invoice_type`, by these rules."""
    rule = rules.invoice
    kind = outgoing_draft.media_type_of(file.content)
    if not file.content:
        raise Invalid("file-empty", _("Choose the invoice's file; this one is empty."), field="file")
    if rule and kind not in rule.media_types:
        raise Invalid("file-kind", _("NOT sent: Allegro takes invoices as PDF only."), field="file")
    if rule and len(file.content) > rule.file_bytes:
        size = {"n": rule.file_bytes // 1_000_000}
        raise Invalid(
            "file-large", _("NOT sent: an invoice's file has at most %(n)d MB.") % size, field="file"
        )
    return kind


def file_name(file: NewFile) -> str:
    """The name the buyer sees, without a path."""
    name = Path(file.name.replace("\\", "/")).name.strip()[-200:] or "faktura"
    return name if name.lower().endswith(".pdf") else f"{name}.pdf"


def rating_findings(rating: Rating, text: str, *, now: datetime) -> tuple[Finding, ...]:
    """What the checks notice in an answer that everybody will read (A5.10), gravest first."""
    policy = places.under_rating(policies.policy(rating.account, now=now))
    written = identify(text)[0]
    language = Language.PL if written in (Language.UNKNOWN, Language.OTHER) else written
    draft = DraftFacts(
        text=text,
        own_numbers=tuple(filter(None, [rating.order_external_id])),
        reading=read_draft(text, _in_public(language)),
        around=around.of_rating(rating),
    )
    others = (one for one in all_findings(draft, policy, now) if one.code != "insult")
    found = [*_vulgar(text, policy), *others]
    return tuple(sorted(found, key=lambda finding: outgoing_draft.GRAVITY[finding.severity]))


def _in_public(language: Language) -> Context:
    house = house_style.of_desk()
    return Context(
        language=language,
        known_words=house.known_words,
        style=house.style,
        check_commas=house.checks_commas,
    )


def _vulgar(text: str, policy: Policy) -> list[Finding]:
    rule = policy.deeds.rating_contact
    return [
        Finding(
            code="vulgar",
            severity=Severity.STOP,
            span=(hit.start, hit.end),
            rule_id=rule.rule_id if rule else "",
            since=rule.version if rule else "",
            source=rule.source if rule else "",
            fix="remove",
            params=(("text", hit.text),),
        )
        for hit in _bad_words(text)
    ]


def _bad_words(text: str) -> tuple[BadWord, ...]:
    """In the language it is written in; a text too short to tell is read as Polish."""
    language = identify(text)[0]
    return check_draft(text, Language.PL if language in (Language.UNKNOWN, Language.OTHER) else language)


def must_be_answerable(rating: Rating, text: str, *, now: datetime) -> None:
    """Raises Invalid for a rating that takes no answer (A5.2), Stopped for a text that must not leave."""
    must_take_an_answer(rating, policies.policy(rating.account, now=now).deeds)
    found = rating_findings(rating, text, now=now)
    if stops := [finding for finding in found if finding.severity is Severity.STOP]:
        raise Stopped(stops, text=_("NOT sent: the answer needs a correction."))


def must_take_an_answer(rating: Rating, rules: DeedRules) -> None:
    """Raises Invalid for a rating that takes no answer (A5.2)."""
    rule = rules.rating_answer
    if rule and rule.only_not_recommended and rating.is_recommended:
        raise Invalid(
            "rating-recommended",
            _("Allegro takes answers only to ratings that do not recommend you. Nothing was sent."),
        )
    if rule and rule.once and rating.answer:
        raise Invalid("rating-answered", _("This rating already has an answer; Allegro takes one."))
    if rating.is_excluded:
        raise Invalid("rating-excluded", _("This rating was taken out; it cannot be answered."))
