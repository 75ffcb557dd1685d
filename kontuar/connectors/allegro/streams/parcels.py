"""Streams ``shipments`` (parcels of the orders named) and ``tracking`` (where the parcels named are)."""

from collections.abc import Iterable
from itertools import batched

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.errors import Refused
from kontuar.connectors.allegro import parse_orders, reads
from kontuar.connectors.allegro.streams.pull import MAX_FACTS, Patience, Pull, Subjects, each
from kontuar.facts.orders import Shipment, Tracking

UNTRACKED = "OTHER"
"""Parcels of a carrier Allegro does not know are not tracked: asking is useless."""


def shipments(pull: Pull) -> Batch:
    """Parcels of the orders named in ``subjects``, also those Allegro or its web pages added.

    A list that was refused was not seen: whoever looks for a number in it must not take it for empty.
    """
    state = Subjects.of(pull)
    named = list(state.left)
    patience = Patience()
    found: list[Shipment] = []
    for order_id, document in each(state.left, patience, lambda name: pull.api.ask(reads.shipments(name))):
        found += parse_orders.shipments(document, order_id=order_id)
        if len(found) >= MAX_FACTS:
            break
    more = bool(state.left) and patience.is_worth_going_on
    asked, missed = outcome(named, state.left, [*patience.missed, *patience.refused])
    return pull.batch(found, state, more=more, asked=asked, missed=missed)


def outcome(
    named: list[str], left: list[str], missed: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of the subjects begun with were answered, and which failed in passing."""
    waiting, failed = set(left), set(missed)
    begun = [name for name in named if name not in waiting]
    return tuple(n for n in begun if n not in failed), tuple(n for n in begun if n in failed)


def tracking(pull: Pull) -> Batch:
    """Scans of the parcels named as ``carrier|waybill``, up to twenty of one carrier in a call.

    Every parcel asked about gets a fact; one without scans is a normal answer (allegro-api #13928), also
    where Allegro does not know the carrier or refuses the number.
    """
    state = Subjects.of(pull)
    named = list(state.left)
    patience = Patience()
    calls = _calls(state.left)
    keys = list(calls)
    found = [Tracking(carrier=UNTRACKED, waybill=waybill) for waybill in _untracked(state.left)]
    for _, tracked in each(keys, patience, lambda key: _track(pull, patience, *calls[key])):
        found += tracked
        if len(found) >= MAX_FACTS:
            break
    state.left = [f"{calls[key][0]}|{waybill}" for key in keys for waybill in calls[key][1]]
    more = bool(state.left) and patience.is_worth_going_on
    answered = {f"{tracked.carrier}|{tracked.waybill}" for tracked in found}
    asked, missed = outcome(named, state.left, set(named) - answered)
    return pull.batch(found, state, more=more, asked=asked, missed=missed)


def _split(parcels: list[str]) -> list[tuple[str, str]]:
    pairs = [parcel.partition("|") for parcel in parcels]
    return [(carrier, waybill) for carrier, _, waybill in pairs if carrier and waybill]


def _untracked(parcels: list[str]) -> list[str]:
    return [waybill for carrier, waybill in _split(parcels) if carrier == UNTRACKED]


def _calls(parcels: list[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The calls to make, by a name for each: a carrier with up to twenty waybills."""
    by_carrier: dict[str, list[str]] = {}
    for carrier, waybill in _split(parcels):
        if carrier != UNTRACKED:
            by_carrier.setdefault(carrier, []).append(waybill)
    return {
        f"{carrier}|{number}": (carrier, waybills)
        for carrier, all_waybills in by_carrier.items()
        for number, waybills in enumerate(batched(all_waybills, reads.WAYBILLS))
    }


def _track(pull: Pull, patience: Patience, carrier: str, waybills: tuple[str, ...]) -> list[Tracking]:
    """One call; if it is refused as a whole, each waybill alone, so that a bad one spoils no other."""
    try:
        answered = parse_orders.tracking(pull.api.ask(reads.tracking(carrier, waybills)), carrier=carrier)
    except Refused:
        if len(waybills) == 1:
            return [Tracking(carrier=carrier, waybill=waybills[0])]
        alone = each(list(waybills), patience, lambda waybill: _track(pull, patience, carrier, (waybill,)))
        return [tracked for _, found in alone for tracked in found]
    by_waybill = {tracked.waybill: tracked for tracked in answered}
    return [by_waybill.get(waybill, Tracking(carrier=carrier, waybill=waybill)) for waybill in waybills]
