"""What a message may hold on each marketplace, from its book: for the checks before sending.

A marketplace Kontuar does not write to yet (eBay, Etsy) has its rule here already; a policy with it has the checks.
"""

from datetime import date

from kontuar.rulebook.load import rules_in_force
from kontuar.rulebook.record import RuleRecord
from kontuar.rules.sending_policy import ContactRule

CONTACT_RULE = {"allegro": "B11", "ebay": "F3.6", "etsy": "G16"}
OWN_HOSTS = {
    "ebay": frozenset(
        {"ebay.com", "ebay.co.uk", "ebay.de", "ebay.pl", "ebay.fr", "ebay.it", "ebay.es", "ebay.us"}
    ),
    "etsy": frozenset({"etsy.com", "etsy.me"}),
}
"""Addresses of the marketplace itself, for books that do not name them."""
CARRIERS = "own.carrier_hosts"


def contact_rule(marketplace: str, on: date) -> ContactRule | None:
    """Which contact data a message must not hold there on a day; None where the book has no such rule."""
    name = marketplace.partition("-")[0]
    found = {rule.rule_id: rule for rule in rules_in_force(name, on)}
    rule = found.get(CONTACT_RULE.get(name, ""))
    if rule is None:
        return None
    carriers = {one.rule_id: one for one in rules_in_force("allegro", on)}.get(CARRIERS)
    return ContactRule(
        rule_id=rule.rule_id,
        version=rule.version,
        source=rule.sources[0].address,
        checked_on=rule.checked_on,
        confidence=rule.confidence,
        kinds=_words(rule, "contacts"),
        own_hosts=_words(rule, "own_hosts") or OWN_HOSTS.get(name, frozenset()),
        carrier_hosts=_words(carriers, "hosts") if carriers else frozenset(),
    )


def _words(rule: RuleRecord, key: str) -> frozenset[str]:
    value = rule.values.get(key, ())
    return frozenset(map(str, value)) if isinstance(value, tuple) else frozenset({str(value)})
