"""Which values the rules of Etsy must have. No connector yet: nothing reads them."""

from kontuar.rulebook.checks import Check, count, flag, number, one_of, word, words

CURRENCY = one_of("USD", "GBP", "EUR")

ETSY: dict[str, dict[str, Check]] = {
    "G1": {"day_of_month": count, "months": count, "first_after_days": count},
    "G2": {"orders": count, "sales": number, "currency": CURRENCY},
    "G3": {"percent": number, "hours": count, "weekends_count": flag},
    "G4": {"percent": number, "tracking_needed": flag},
    "G5": {"measure": word, "at_least": number},
    "G6": {
        "only_first": flag,
        "counted_from": words,
        "spam_counts": flag,
        "cancellation_form_is_answer": flag,
    },
    "G7": {"zone": word, "rounded_down": flag},
    "G8": {"on_for_days": count, "counts": flag},
    "G9": {
        "answer_percent": number,
        "answer_hours": count,
        "on_time_percent": number,
        "small_reviews": count,
        "most_bad": count,
        "bad_percent": number,
        "shown_from_sales": count,
    },
    "G10": {
        "percent": number,
        "at_least_ever": count,
        "at_least_in_window": count,
        "window_days": count,
        "again_after_days": count,
    },
    "G11": {"hours": count, "reasons": words},
    "G12": {"amount": number, "currency": CURRENCY},
    "G13": {"days": count, "answer_freezes": flag},
    "G14": {"most_stars": count, "months": count},
    "G15": {"forbidden": words},
    "G16": {"contacts": words, "stops_when_asked": flag},
    "G17": {"steps": words},
    "G18": {"mailing_needs_consent": flag},
    "G19": {"days": count, "exceptions": words},
}
