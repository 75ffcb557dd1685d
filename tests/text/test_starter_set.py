"""The starter set: complete in four languages, well formed, polite, and passed by our own reply checks."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kontuar.drafters import situations, template
from kontuar.drafters.starter_set import LANGUAGES, Starter, starters
from kontuar.drafters.template import Known
from kontuar.facts.around import Around, OrderAround
from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import Language
from kontuar.rulebook.load import policy_for
from kontuar.rules.reply_checks import all_findings
from kontuar.text import reader

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
WARSAW = ZoneInfo("Europe/Warsaw")
WAYBILL = "620000000000000000001234"
ORDER = "11111111-2222-3333-4444-555555555555"
GREETINGS = {"pl": "Dzień dobry", "lt": "Laba diena", "en": "Hello", "de": "Guten Tag"}
DAYS = {
    "pl": ("17 listopada", "19 listopada", "17 listopada do godziny 12:00", "15 listopada o 14:20"),
    "lt": ("lapkričio 17 d.", "lapkričio 19 d.", "lapkričio 17 d. iki 12:00 val.", "lapkričio 15 d. 14:20"),
    "en": ("17 November", "19 November", "17 November at 12:00", "15 November at 14:20"),
    "de": ("17. November", "19. November", "17.11. bis 12:00 Uhr", "15. November um 14:20 Uhr"),
}
BY_HAND = {
    "pl": "Klamka i cztery śruby",
    "lt": "čia rašomas paprastas sakinys",
    "en": "here stands a plain sentence",
    "de": "hier steht ein einfacher Satz",
}
EVERY = [(key, language) for key in starters() for language in LANGUAGES]


def known(language: str, *flags: str) -> Known:
    dispatch, arrives, answer, scan = DAYS[language]
    values = {
        "greeting": GREETINGS[language],
        "item": "Klamka Retro",
        "order_number": ORDER,
        "order_total": "129,99 zł",
        "price": "129,99 zł",
        "deal_price": "120,00 zł",
        "similar_offer": "Klamka Loft",
        "dispatch_date": dispatch,
        "delivery_date": arrives,
        "answer_by": answer,
    }
    if "sent" in flags:
        values |= {"parcel_number": WAYBILL, "carrier": "InPost", "last_scan": scan}
    return Known(language=language, values=values, flags=frozenset(flags), counts={"items": 2})


def findings(text: str, language: str, *, sent: bool, claim: bool) -> tuple[Finding, ...]:
    order = OrderAround(
        external_id=ORDER,
        is_sent=sent,
        dispatch_by=datetime(2026, 11, 17, 22, tzinfo=UTC),
        arrive_from=datetime(2026, 11, 18, 22, tzinfo=UTC),
    )
    around = Around(zone="Europe/Warsaw", order=order, is_claim=claim)
    context = reader.Context(language=Language(language), now=NOW.astimezone(WARSAW), check_commas=False)
    draft = DraftFacts(
        text=text,
        order_id=ORDER,
        own_numbers=(ORDER, WAYBILL),
        reading=reader.read_draft(text, context),
        around=around,
    )
    return all_findings(draft, policy_for("allegro", "PL", NOW.date(), zone=WARSAW), NOW)


def filled(one: Starter, language: str, *flags: str) -> str:
    text = template.fill(one.texts[language], known(language, *flags)).text
    return re.sub(r"\{\{[^{}]{1,56}\}\}", BY_HAND[language], text)


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_a_template_passes_our_own_checks_whatever_the_order_is_in(key: str, language: str) -> None:
    one = starters()[key]
    for flags in (("order",), ("order", "late", "returning"), ("order", "sent", "late")):
        text = filled(one, language, *flags)
        is_claim = one.situation == "complaint"
        found = findings(text, language, sent="sent" in flags, claim=is_claim)
        told = [(finding.code, finding.params) for finding in found if finding.severity is not Severity.HINT]
        assert not told, text
        assert not [one for one in found if one.code in {"blame", "curt", "feel_apology", "misspelt"}], text


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_a_template_is_there_in_each_language_and_well_formed(key: str, language: str) -> None:
    one = starters()[key]
    assert one.names[language]
    assert template.troubles(one.texts[language]) == ()
    assert len(one.texts[language]) < 1200


def test_every_situation_has_a_template_and_none_has_an_unknown_one() -> None:
    used = {one.situation for one in starters().values()}
    assert used | {"own"} == set(situations.CODES)


@pytest.mark.parametrize("key", starters())
def test_a_template_speaks_of_the_same_in_all_languages(key: str) -> None:
    one = starters()[key]
    assert len({template.needs(text) for text in one.texts.values()}) == 1
    assert len({len(template.by_hand(text)) for text in one.texts.values()}) == 1


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_nobody_is_addressed_with_a_slash_or_by_du(key: str, language: str) -> None:
    text = starters()[key].texts[language]
    assert not re.search(
        r"Pan\w*\s?/|/\s?Pan|\(a\)|\b(?:du|dein\w*|tu|tavo|twój|twoj\w*|ty)\b", text, re.IGNORECASE
    )
    assert "!" not in text
