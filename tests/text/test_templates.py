"""A template's gaps and conditions: filled from what is known, the rest visible and stopped by the checks."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.drafters import template
from kontuar.drafters.template import Known
from kontuar.facts.drafts import DraftFacts
from kontuar.rulebook.load import policy_for
from kontuar.rules.reply_checks import placeholder

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
POLICY = policy_for("allegro", "PL", date(2026, 11, 16), zone=ZoneInfo("Europe/Warsaw"))
KNOWN = Known(
    language="pl",
    values={"order_number": "A-1", "parcel_number": "620", "greeting": "Dzień dobry"},
    counts={"items": 3},
    flags=frozenset({"order", "sent"}),
    facts={"dlugosc": "182 cm"},
    gender="f",
)


def said(text: str, known: Known = KNOWN) -> str:
    return template.fill(text, known).text


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Nr {{numer zamówienia}}.", "Nr A-1."),
        ("Nr {{ Numer  Zamowienia }} / {{order_number}} / {{Bestellnummer}}", "Nr A-1 / A-1 / A-1"),
        ("{{jeśli wysłane}}tak{{inaczej}}nie{{koniec}}", "tak"),
        ("{{if not sent}}a{{else}}b{{end}}", "b"),
        ("{{jei vėluoja}}x{{pabaiga}}y", "y"),
        ("{{wenn versandt}}1{{wenn Lieferdatum}}2{{sonst}}3{{ende}}{{ende}}", "13"),
        ("{{liczba sztuk: sztuka|sztuki|sztuk}}", "3 sztuki"),
        ("{{liczba sztuk}} szt.", "3 szt."),
        ("dla {{forma: Pana|Pani|Państwa}}", "dla Pani"),
        ("{{fakt: Długość}}", "182 cm"),
        ("{{jeśli fakt: długość}}{{fakt: długość}}{{koniec}}", "182 cm"),
        ("a\n\n{{jeśli po terminie}}b{{koniec}}\n\nc", "a\n\nc"),
    ],
)
def test_gaps_and_conditions_speak_four_languages(text: str, filled: str) -> None:
    assert said(text) == filled


def test_an_unknown_gender_takes_the_form_for_everybody() -> None:
    assert said("dla {{forma: Pana|Pani|Państwa}}", Known(language="pl")) == "dla Państwa"


def test_what_is_missing_stays_visible_and_is_named() -> None:
    filled = template.fill("Do {{data dostawy}}: {{powód}} {{fakt: waga}}", KNOWN)
    assert filled.missing == ("data dostawy", "powód", "fakt: waga")
    assert filled.text == "Do {{data dostawy}}: {{powód}} {{fakt: waga}}"
    assert template.by_hand(filled.text) == ["powód"]


def test_a_gap_in_a_branch_that_is_left_out_is_not_missing() -> None:
    assert template.fill("{{jeśli po terminie}}{{powód}}{{koniec}}tak", KNOWN).missing == ()


def test_what_a_buyer_is_called_is_never_read_as_a_gap() -> None:
    known = Known(language="pl", values={"item": "{{numer zamówienia}}", "order_number": "tajny"})
    assert "tajny" not in said("{{przedmiot}}", known)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{{jeśli wysłane}}x", ["if_not_closed"]),
        ("x\n{{koniec}}", ["end_alone"]),
        ("{{inaczej}}", ["else_alone"]),
        ("{{jeśli pogoda}}x{{koniec}}", ["unknown_condition"]),
        ("{{ x", ["lone_brace"]),
        ("{{  }}", ["empty_gap"]),
        ("{{if sent}}" * 5 + "x" + "{{end}}" * 5, ["too_deep"]),
        ("x" * 6001, ["too_long"]),
        ("{{jeśli wysłane}}a{{inaczej}}b{{koniec}} {{numer przesyłki}}", []),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, codes: list[str]) -> None:
    assert [one.code for one in template.troubles(text)] == codes


def test_the_line_is_the_line() -> None:
    assert template.troubles("a\nb {{koniec}}\n{{ c")[0].line == 2
    assert template.troubles("a\nb {{koniec}}\n{{ c")[1].line == 3


@given(st.text(alphabet="abc {}|:ąę\n", max_size=80))
def test_every_gap_that_is_left_is_stopped_by_the_check(text: str) -> None:
    filled = template.fill(text, Known(language="pl"))
    if filled.missing:
        assert placeholder.check(DraftFacts(text=filled.text), POLICY, NOW)


@given(st.text(max_size=300))
def test_a_text_without_braces_stays_as_it_is(text: str) -> None:
    plain = " ".join(text.replace("{", "").replace("}", "").split())
    assert said(plain) == plain
