"""The clocks of orders, money, ratings, issues and the law in words."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.rulebook.load import all_rules
from kontuar.rulebook.record import RulebookError

NAMED = frozenset({"promised", "supplier", "promise_risk"})
"""Clocks with a date that somebody gave, though the rule behind them is our own."""


@cache
def hours_of(platform_code: str, rule_id: str, version: str) -> int:
    """The hours a version of a rule gives; 0 for rules that give none."""
    if not platform_code or not rule_id:
        return 0
    try:
        rules = all_rules(platform_code)
    except (RulebookError, OSError):
        return 0
    version, _plus, own = version.partition("+")
    if own.endswith("h") and own[:-1].isdecimal():
        return int(own[:-1])
    found = [rule for rule in rules if rule.rule_id == rule_id and rule.version == version]
    return int(str(found[0].values.get("hours", 0))) if found else 0


def owed(kind: str) -> str:
    """What is owed, for a line of Today; empty for a kind that has its words elsewhere."""
    return {
        "no_number": pgettext("parcel", "marked as sent without a number: add it"),
        "no_scan": _("the carrier has not scanned the parcel: ask"),
        "stalled": _("the parcel stands still: ask the carrier"),
        "cannot_fulfil": _("cannot be sent: tell the buyer, cancel, give the money back"),
        "choice": _("the buyer did not say which colour or size: ask him"),
        "promise_risk": _("the delivery may come late: tell the buyer"),
        "promise_broken": _("the promised delivery has passed: tell the buyer"),
        "refund": _("give back the money of a cancelled order"),
        "refund_again": _("repeat a refund that came to nothing"),
        "commission": _("ask for our commission back"),
        "resolution": _("resolve a discussion"),
        "goods_back": _("say whether the goods of a claim must come back"),
        "inspect": _("look at goods that came back"),
        "rating": _("answer a rating"),
        "promised": _("keep what was promised to the buyer"),
        "supplier": _("ask the supplier: his date has come"),
        "complaint": _("answer a complaint"),
        "withdrawal": _("give money back after a withdrawal"),
    }.get(kind, "")


def counted(kind: str) -> str:
    """What the clock counts."""
    return {
        "promise_risk": pgettext("clock", "promised delivery"),
        "refund": pgettext("clock", "money back"),
        "commission": pgettext("clock", "commission back"),
        "resolution": pgettext("clock", "end of the discussion"),
        "goods_back": pgettext("clock", "goods back: yes or no"),
        "promised": pgettext("clock", "promised by us"),
        "supplier": pgettext("clock", "promised by the supplier"),
        "complaint": pgettext("clock", "complaint by law"),
        "withdrawal": pgettext("clock", "withdrawal by law"),
    }.get(kind, "")


def short_counted(kind: str) -> str:
    """The same in a word."""
    return {
        "no_number": pgettext("clock", "number"),
        "no_scan": pgettext("clock", "first scan"),
        "stalled": pgettext("clock", "parcel"),
        "cannot_fulfil": pgettext("clock", "cannot send"),
        "choice": pgettext("clock", "which one?"),
        "promise_risk": pgettext("clock", "delivery"),
        "promise_broken": pgettext("clock", "delivery"),
        "refund": pgettext("clock", "money back"),
        "refund_again": pgettext("clock", "money back"),
        "commission": pgettext("clock", "commission"),
        "resolution": pgettext("clock", "resolution"),
        "goods_back": pgettext("clock", "goods back?"),
        "inspect": pgettext("clock", "goods here"),
        "rating": pgettext("clock", "rating"),
        "promised": pgettext("clock", "promised"),
        "supplier": pgettext("clock", "supplier"),
        "complaint": pgettext("clock", "complaint"),
        "withdrawal": pgettext("clock", "withdrawal"),
    }.get(kind, "")


def loss(code: str) -> str:
    """What is lost if it is missed; ``%(platform)s`` stands where the marketplace is named."""
    return {
        "parcel_unproved": _("without a number you cannot prove that it was sent"),
        "promise_of_delivery": _("the buyer was promised this date"),
        "cannot_be_sent": _("the longer the buyer waits, the worse the rating"),
        "delay_counts": _(
            "the delay counts against you although the buyer left it out (2020, not confirmed)"
        ),
        "choice_waits": _("the parcel cannot leave before it is known"),
        "buyer_without_money": _("the buyer believes the money is on its way"),
        "commission": _("afterwards %(platform)s gives no commission back"),
        "unresolved_discussion": _("afterwards the buyer may mark it unresolved, and it counts"),
        "decision_waits": _("without this step you cannot decide, and silence accepts the claim"),
        "word_given": _("the buyer was given this date"),
        "supplier_waits": _("the buyer waits for the supplier too"),
        "complaint_accepted": _("without an answer the complaint counts as accepted by law"),
        "law_sets_this": _("the law sets this limit"),
        "answer_to_rating": _("every later buyer reads it without a word from you"),
        "refuse_in_time": _("a refusal has to come before the money's limit"),
    }.get(code, "")


def next_step(code: str) -> str:
    """The next step as a button says it; ``%(platform)s`` as above."""
    return {
        "add_number": _("Add the number"),
        "ask_carrier": _("Show the parcel"),
        "tell_buyer": _("Write to the buyer"),
        "send_and_tell_buyer": _("Write to the buyer"),
        "send_or_tell_buyer": _("Show the order"),
        "tell_cancel_refund": _("Write to the buyer"),
        "ask_choice": _("Ask the buyer"),
        "remind_choice": _("Remind the buyer"),
        "ask_for_commission": _("Open on %(platform)s"),
        "resolve_discussion": _("Open on %(platform)s"),
        "say_goods_on_platform": _("Open on %(platform)s"),
        "judge_goods": _("Open on %(platform)s"),
        "keep_promise": _("Answer"),
        "answer_complaint": _("Answer"),
        "give_money_back": _("Open"),
        "answer_rating": _("Show the rating"),
        "ask_supplier": _("Open"),
    }.get(code, "")
