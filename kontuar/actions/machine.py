"""A language model may propose an answer, where the owner switched it on. It never sends and never accepts.

What would leave is put together and masked first (:func:`prepare`) and shown to the person; :func:`propose` sends
exactly that, known by its ``stamp``, and nothing else. The proposal is kept until somebody accepts it; before that the
check ``reply_checks.machine`` stops its sentences. Nothing else in Kontuar depends on it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import around, draft, drafts, journal, outgoing_draft, reading
from kontuar.actions.errors import ActionProblem, ChangedMeanwhile, Invalid, NotAllowed, NotNow
from kontuar.connector_kit import chat
from kontuar.connector_kit.errors import AuthExpired, ConnectorError, RateLimited, Refused
from kontuar.drafters.machine import ask
from kontuar.drafters.machine.mask import Masker
from kontuar.facts.messages import Role
from kontuar.store import rebuild
from kontuar.store.models import Case, Desk, MachineText, Message, Shipment, User
from kontuar.store.queries import access
from kontuar.store.queries.desk import the_desk
from kontuar.store.secrets import KeyLost, seal, unseal

USUAL_LENGTH = 1_200
PER_HOUR = 60
"""Proposals a person may ask for in an hour: they cost money or the machine's time."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What would leave, and to which address. ``stamp`` stands for exactly this."""

    wanted: ask.Wanted
    address: str
    model: str
    stamp: str


@transaction.atomic
def set_up(by: User, *, is_on: bool, address: str, name: str, key: str, now: datetime) -> None:
    """Keep the settings; an empty ``key`` keeps the one there is unless the address changed. Owners of the desk."""
    if not by.is_owner:
        raise NotAllowed
    address = address.strip().rstrip("/")
    if is_on or address:
        _must_be_address(address)
    if is_on and not name.strip():
        raise Invalid("no-model", _("Name the model as its server calls it."), field="name")
    before = the_desk()
    sealed = seal(key.strip()) if key.strip() else before.model_key_sealed
    if not key.strip() and address != before.model_address:
        sealed = ""  # a key is never handed to another address than the one it was given for
    values = {
        "model_is_on": is_on,
        "model_address": address,
        "model_name": name.strip(),
        "model_key_sealed": sealed,
    }
    Desk.objects.update_or_create(pk=1, defaults=values)
    journal.record("desk.model_on" if is_on else "desk.model_off", at=now, actor=by, address=address)


def _must_be_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        is_good = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
        )
        is_good = is_good and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    if not is_good:
        text = _("Write the address as http://localhost:11434/v1, without a name or password in it.")
        raise Invalid("bad-address", text, field="address")


def is_on() -> bool:
    """Whether proposals may be asked for."""
    return the_desk().model_is_on


def prepare(case: Case, by: User, *, wish: str = "", now: datetime) -> Prepared:
    """Put together what would leave. Nothing leaves."""
    desk = _must_be_on(case, by)
    fact = rebuild.order(case.order) if case.order else None
    known = around.of_case(case, now=now)
    names = [*known.names, case.buyer.name, by.display_name]
    exact = [case.buyer.login, case.account.login, *known.other_orders]
    if fact:
        names.append(fact.delivery.address)
        exact += [fact.external_id, fact.buyer_email, fact.delivery.phone, fact.delivery.pickup_point]
        exact += Shipment.objects.filter(order=case.order).values_list("waybill", flat=True)
    wanted = ask.wanted(
        _talk(case),
        list(_facts(case, now)),
        wish=wish,
        language=draft.language_of(case),
        length=_length(case, now),
        masker=Masker(names=names, exact=exact),
    )
    told = "\0".join((desk.model_address, desk.model_name, wanted.orders, wanted.content))
    stamp = hashlib.sha256(told.encode()).hexdigest()
    return Prepared(wanted=wanted, address=desk.model_address, model=desk.model_name, stamp=stamp)


def propose(case: Case, by: User, *, wish: str, stamp: str, now: datetime) -> MachineText:
    """Send what was shown and keep the proposal. ChangedMeanwhile when it would be something else by now."""
    ready = prepare(case, by, wish=wish, now=now)
    if ready.stamp != stamp:
        raise ChangedMeanwhile
    if MachineText.objects.filter(asked_by=by, made_at__gt=now - HOUR).count() >= PER_HOUR:
        raise NotNow(
            "too-many", _("Enough proposals for this hour. Write the answer yourself, or try again later.")
        )
    words = _asked(ready)
    row = MachineText.objects.create(
        case=case,
        text=_unmasked(words, ready.wanted),
        model_name=ready.model,
        asked_by=by,
        made_at=now,
    )
    journal.record("machine.proposed", at=now, actor=by, case=case, proposal=row.pk)
    return row


@transaction.atomic
def accept(row: MachineText, by: User, *, now: datetime) -> None:
    """The person has read it and takes it over: it stands in the draft and may be sent from there."""
    if not access.can_work(by, row.case.account_id):
        raise NotAllowed
    fresh = MachineText.objects.filter(pk=row.pk, accepted_at=None)
    if fresh.update(accepted_by=by, accepted_at=now):
        journal.record("machine.accepted", at=now, actor=by, case=row.case, proposal=row.pk)
    drafts.add(row.case, by, row.text, now=now)


def _must_be_on(case: Case, by: User) -> Desk:
    if not access.can_work(by, case.account_id):
        raise NotAllowed
    desk = the_desk()
    if not desk.model_is_on:
        raise ActionProblem("model-off", _("The language model is switched off. Nothing has left."))
    return desk


def _asked(ready: Prepared) -> str:
    """The model's words; every failure in words for the person who waits."""
    problem: ActionProblem | None = None
    try:
        key = the_desk().model_key_sealed
        return chat.complete(
            ready.address,
            ready.wanted.messages(),
            key=unseal(key) if key else "",
            model=ready.model,
            max_tokens=ask.MOST_TOKENS,
        )
    except KeyLost:
        problem = ActionProblem(
            "key-lost", _("The key of the language model cannot be read. Give it again in Settings.")
        )
    except AuthExpired:
        problem = ActionProblem(
            "model-refuses", _("The language model does not accept the key. Give it again in Settings.")
        )
    except RateLimited:
        problem = NotNow(
            "model-busy", _("The language model asks to wait. Your draft is as it was. Try again later.")
        )
    except Refused:
        text = _(
            "The language model refused the request. Look at its address and name in Settings. Your draft is as it was."
        )
        problem = ActionProblem("model-refused", text)
    except ConnectorError:
        problem = NotNow(
            "model-silent", _("The language model gave no answer. Your draft is as it was. Try again later.")
        )
    raise problem


def _unmasked(words: str, wanted: ask.Wanted) -> str:
    for mark, text in wanted.masked:
        words = words.replace(mark, text)
    return words


def _talk(case: Case) -> list[ask.Said]:
    roles = (Role.BUYER.value, Role.SELLER.value)
    rows: list[Message] = list(
        case.messages.filter(role__in=roles, vanished_at=None).order_by("-written_at", "-pk")[: ask.MOST_SAID]
    )
    return [
        ask.Said(is_ours=row.role == Role.SELLER.value, text=reading.newest_of(row)) for row in reversed(rows)
    ]


def _facts(case: Case, now: datetime) -> Iterable[str]:
    """Facts without a person: things, states, dates in the shop's own time."""
    zone = ZoneInfo(case.account.zone)
    yield f"today is {now.astimezone(zone):%Y-%m-%d, %A}"
    if case.offer:
        yield f"offer: {case.offer.name}"
    if not case.order:
        return
    fact = rebuild.order(case.order)
    yield "ordered: " + "; ".join(f"{line.quantity} × {line.name}" for line in fact.lines[:10])
    yield f"order {fact.state.value}, {fact.fulfilment.value}, {'paid' if fact.paid_at else 'not paid'}"
    for what, at in (("ordered", fact.bought_at), ("to be sent by", case.order.dispatch_by)):
        if at:
            yield f"{what} {at.astimezone(zone):%Y-%m-%d}"
    for parcel in Shipment.objects.filter(order=case.order).order_by("pk")[:5]:
        scanned = (
            f", last scan {parcel.last_scan_at.astimezone(zone):%Y-%m-%d}" if parcel.last_scan_at else ""
        )
        yield f"parcel with {parcel.carrier_name or parcel.carrier}: {parcel.state}{scanned}"


def _length(case: Case, now: datetime) -> int:
    channel = outgoing_draft.policy_in(case.account, case.thread, now=now).sending.channel
    return min(USUAL_LENGTH, channel.text_length) if channel else USUAL_LENGTH
