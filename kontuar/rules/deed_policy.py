"""What the marketplace takes in the deeds that are no messages, as dated rules.

Parcels' numbers, states of orders, invoices, answers to ratings. A rule that is None is not known there:
nothing is checked by it.
"""

from dataclasses import dataclass

from kontuar.facts.orders import Fulfilment
from kontuar.rules.rule import Rule
from kontuar.rules.sending_policy import ChannelRule, ContactRule


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingRule(Rule):
    """Lengths in characters."""

    waybill_length: int
    carrier_name_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriersRule(Rule):
    """Carriers by the marketplace's id, with a name where there is one."""

    carriers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilmentRule(Rule):
    """The states a seller may set."""

    settable: frozenset[Fulfilment]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRule(Rule):
    """The file of an invoice."""

    file_bytes: int
    media_types: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingAnswerRule(Rule):
    """Which ratings may be answered."""

    only_not_recommended: bool
    once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedRules:
    """Everything of one day. ``gone`` are carriers no longer taken."""

    tracking: TrackingRule | None = None
    carriers: CarriersRule | None = None
    gone: CarriersRule | None = None
    fulfilment: FulfilmentRule | None = None
    invoice: InvoiceRule | None = None
    rating_answer: RatingAnswerRule | None = None
    rating_channel: ChannelRule | None = None
    rating_contact: ContactRule | None = None
