"""From the rules in force on a day to those of the deeds that are no messages."""

from kontuar.facts.orders import Fulfilment
from kontuar.rulebook.build import RuleSet, tag
from kontuar.rules.deed_policy import (
    CarriersRule,
    DeedRules,
    FulfilmentRule,
    InvoiceRule,
    RatingAnswerRule,
    TrackingRule,
)
from kontuar.rules.sending_policy import ChannelRule, ContactRule


def deed_rules(rules: RuleSet) -> DeedRules:
    """A5.2, A5.10 and what the marketplace's interface takes; None for a rule that does not hold."""
    return DeedRules(
        tracking=_tracking(rules),
        carriers=_carriers(rules, "own.carriers"),
        gone=_carriers(rules, "api.carrier_gone"),
        fulfilment=_fulfilment(rules),
        invoice=_invoice(rules),
        rating_answer=_rating_answer(rules),
        rating_channel=_rating_channel(rules),
        rating_contact=_rating_contact(rules),
    )


def _tracking(rules: RuleSet) -> TrackingRule | None:
    if "api.tracking" not in rules:
        return None
    return TrackingRule(
        **tag(rules, "api.tracking"),
        waybill_length=rules.number("api.tracking", "waybill_length"),
        carrier_name_length=rules.number("api.tracking", "carrier_name_length"),
    )


def _carriers(rules: RuleSet, rule_id: str) -> CarriersRule | None:
    """Each is written as its id and, after a blank, its name."""
    if rule_id not in rules:
        return None
    pairs = (word.partition(" ") for word in rules.words(rule_id, "carriers"))
    return CarriersRule(**tag(rules, rule_id), carriers=tuple((code, name) for code, _, name in pairs))


def _fulfilment(rules: RuleSet) -> FulfilmentRule | None:
    if "api.fulfilment" not in rules:
        return None
    settable = frozenset(map(Fulfilment, rules.words("api.fulfilment", "settable")))
    return FulfilmentRule(**tag(rules, "api.fulfilment"), settable=settable)


def _invoice(rules: RuleSet) -> InvoiceRule | None:
    if "api.invoice" not in rules:
        return None
    return InvoiceRule(
        **tag(rules, "api.invoice"),
        file_bytes=rules.number("api.invoice", "file_bytes"),
        media_types=frozenset(rules.words("api.invoice", "media_types")),
    )


def _rating_answer(rules: RuleSet) -> RatingAnswerRule | None:
    if "A5.2" not in rules:
        return None
    return RatingAnswerRule(
        **tag(rules, "A5.2"),
        only_not_recommended=bool(rules.value("A5.2", "only_not_recommended")),
        once=bool(rules.value("A5.2", "once")),
    )


def _rating_channel(rules: RuleSet) -> ChannelRule | None:
    if "api.rating_answer" not in rules:
        return None
    length = rules.number("api.rating_answer", "text_length")
    return ChannelRule(**tag(rules, "api.rating_answer"), text_length=length, attachment_bytes=0)


def _rating_contact(rules: RuleSet) -> ContactRule | None:
    """No address of any kind passes, not even the marketplace's own."""
    if "A5.10" not in rules:
        return None
    return ContactRule(
        **tag(rules, "A5.10"),
        kinds=frozenset(rules.words("A5.10", "contacts")),
        own_hosts=frozenset(),
        carrier_hosts=frozenset(),
    )
