"""Which values the rules of law must have, by country."""

from kontuar.rulebook.checks import Check, count, flag, one_of, some_of, words

_COUNTED_FROM = one_of("last_goods", "contract")

LAW: dict[str, dict[str, Check]] = {
    "H1": {"days": count, "silence_accepts": flag},
    "H2": {"years": count},
    "H3": {"days": count, "counted_from": _COUNTED_FROM},
    "H4": {"days": count, "buyer_sends_within_days": count, "may_hold_until_goods": flag},
    "H5": {
        "receipt_may_be_demanded": flag,
        "exceptions": some_of("made_to_order", "perishable", "sealed_and_opened"),
    },
    "H6": {"acknowledgement": flag, "holds": some_of("content", "date", "time")},
    "H7": {"lowest_price_days": count},
    "H8": {"withdrawal_days": count, "refund_days": count, "answer_days": count},
    "H9": {"days": words},
    "H11": {"claims_years": count, "tax_years": count, "statistics_years": count},
    "law.eu.withdrawal": {"days": count, "counted_from": _COUNTED_FROM},
    "law.de.withdrawal": {"days": count},
    "law.de.refund": {"days": count},
}
