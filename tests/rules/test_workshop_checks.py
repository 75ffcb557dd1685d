"""The checks that read a draft with the text engine and with what stands around it."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kontuar.facts.around import Around, EarlierWord, OrderAround
from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import Language
from kontuar.rulebook.load import policy_for
from kontuar.rulebook.messages import contact_rule
from kontuar.rules import places
from kontuar.rules.reply_checks import all_findings
from kontuar.text import reader
from kontuar.text.claims import find_claims

EXAMPLES = tomllib.loads((Path(__file__).parent / "workshop_examples.toml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)  # a Monday
WARSAW = ZoneInfo("Europe/Warsaw")
OWN, OTHER = "11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555"
STOPS = {"insult", "rating_for_money"}
HINTS = {"rating_asked", "blame", "curt", "feel_apology", "shouting", "misspelt"}


def findings(text: str, *, language: Language | None = None, **around: Any) -> tuple[Finding, ...]:
    known = Around(zone="Europe/Warsaw", **around)
    local = NOW.astimezone(WARSAW)
    context = reader.Context(language=language, answers_to=known.buyers_text, now=local, check_commas=False)
    draft = DraftFacts(
        text=text,
        order_id=known.order.external_id if known.order else "",
        own_numbers=(OWN,),
        reading=reader.read_draft(text, context),
        around=known,
    )
    return all_findings(draft, policy_for("allegro", "PL", NOW.date(), zone=WARSAW), NOW)


def codes(text: str, **more: Any) -> set[str]:
    return {found.code for found in findings(text, **more)}


def one(text: str, code: str, **more: Any) -> Finding:
    (found,) = [finding for finding in findings(text, **more) if finding.code == code]
    return found


def order(**more: Any) -> OrderAround:
    return OrderAround(external_id=OWN, **more)


def earlier(text: str, at: datetime) -> EarlierWord:
    return EarlierWord(text=text, written_at=at, claims=find_claims(text, now=at.astimezone(WARSAW)))


def cases(kind: str) -> list[tuple[str, str]]:
    return [(name, text) for name in EXAMPLES for text in EXAMPLES[name][kind]]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_check_has_enough_examples(name: str) -> None:
    assert len(EXAMPLES[name]["catch"]) >= 8
    assert len(EXAMPLES[name]["pass"]) >= 8


@pytest.mark.parametrize(("name", "text"), cases("catch"))
def test_what_must_be_caught_is_caught(name: str, text: str) -> None:
    severity = Severity.STOP if name in STOPS else Severity.HINT if name in HINTS else Severity.WARNING
    found = [one for one in findings(text, is_claim=name == "own_fault") if one.code == name]
    assert found
    assert {one.severity for one in found} == {severity}


@pytest.mark.parametrize(("name", "text"), cases("pass"))
def test_what_must_pass_passes(name: str, text: str) -> None:
    assert name not in codes(text, is_claim=name == "own_fault")


def test_owning_a_mistake_outside_a_claim_is_good_manners() -> None:
    assert codes("Przepraszam, to nasza wina. Właściwy kolor wyślemy dzisiaj.") == set()


def test_a_receipt_is_not_demanded_where_the_law_forbids_it() -> None:
    found = findings("Do zwrotu prosimy dołączyć paragon.")
    assert ("receipt_asked", "H5") in {(one.code, one.rule_id) for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Paczka została wysłana wczoraj.",
        "Wysłaliśmy zamówienie w piątek.",
        "Your order has been shipped.",
        "Ihr Paket wurde gestern verschickt.",
        "Siunta jau išsiųsta.",
    ],
)
def test_sent_must_be_true(text: str) -> None:
    found = one(text, "said_sent", order=order())
    assert found.fix == "add_number"
    assert "said_sent" not in codes(text, order=order(is_sent=True))
    assert "said_sent" not in codes(text), "no order is known: nothing can be said"


@pytest.mark.parametrize(
    "text",
    [
        "Paczka jeszcze nie została wysłana.",
        "Fakturę wysłałam do Pani wczoraj.",
        "Zwrot pieniędzy został wysłany przez Allegro.",
        "Paczka zostanie wysłana jutro.",
        "Gdy paczka zostanie wysłana, numer pojawi się w zamówieniu.",
        "Czy paczka została wysłana przez Pana?",
    ],
)
def test_what_is_not_said_to_be_sent_passes(text: str) -> None:
    assert "said_sent" not in codes(text, order=order())


SUNDAY = datetime(2026, 11, 15, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Wyślemy paczkę we wtorek.", "Wyślemy paczkę w czwartek."),
        ("Paczka dotrze do Pani 18.11.", "Paczka dotrze do Pani 20.11."),
        ("Zwrócimy 50 zł.", "Zwrócimy 40 zł."),
        ("We will send it on Tuesday.", "We will send it on Thursday."),
        ("The refund of 20 euro will be made today.", "The refund of 25 euro will be made today."),
    ],
)
def test_another_day_or_sum_than_before_is_told(before: str, now: str) -> None:
    found = one(now, "contradicts", earlier=(earlier(before, SUNDAY),))
    assert found.severity is Severity.WARNING
    assert dict(found.params)["when"] == "15.11, 10:00"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Wyślemy paczkę we wtorek.", "Wyślemy paczkę we wtorek."),
        ("Wyślemy paczkę we wtorek.", "Niestety wyślemy paczkę dopiero w czwartek, przepraszam."),
        ("Wyślemy paczkę we wtorek.", "Paczka dotrze do Pani w czwartek."),
        ("Zwrócimy 50 zł.", "Nowy egzemplarz kosztuje 40 zł."),
        ("Model jest czarny.", "Model jest biały."),
        ("Odpowiem jutro.", "Odpowiem w piątek."),
        ("Wyślemy paczkę we wtorek.", "Czy wysłać paczkę w czwartek?"),
        ("Zwrócimy 50 zł.", "Zwrot wyniesie 50,00 zł."),
    ],
)
def test_what_agrees_or_owns_the_change_passes(before: str, now: str) -> None:
    assert not {"contradicts", "contradicts_sent"} & codes(now, earlier=(earlier(before, SUNDAY),))


def test_not_sent_after_sent_is_told() -> None:
    word = earlier("Paczka została wysłana w piątek.", SUNDAY)
    assert "contradicts_sent" in codes("Paczka jeszcze nie została wysłana.", earlier=(word,))


def test_arrival_before_the_orders_own_first_day_is_told() -> None:
    known = order(arrive_from=datetime(2026, 11, 19, 7, tzinfo=UTC))
    found = one("Paczka dotrze do Pani jutro.", "promised_early", order=known)
    assert (found.fix, dict(found.params)["to"]) == ("replace", "19.11")
    assert "promised_early" not in codes("Paczka dotrze do Pani w piątek.", order=known)
    assert "promised_early" not in codes("Wyślemy paczkę jutro.", order=known)


def test_sending_promised_after_the_dispatch_date_is_told_and_names_its_rule() -> None:
    known = order(dispatch_by=datetime(2026, 11, 17, 22, tzinfo=UTC))
    found = one("Wyślemy paczkę w piątek.", "promised_late", order=known)
    assert found.rule_id == "C3"
    assert "promised_late" not in codes("Wyślemy paczkę jutro.", order=known)
    assert "promised_late" not in codes("Przepraszam, wyślemy paczkę dopiero w piątek.", order=known)


def test_the_number_of_another_order_is_told_with_the_right_one() -> None:
    found = one(f"Chodzi o zamówienie {OTHER}.", "other_order", order=order(), other_orders=(OTHER,))
    assert (found.fix, dict(found.params)["to"]) == ("replace", OWN)
    assert "strange_order" in codes(f"Chodzi o zamówienie {OTHER}.", order=order())
    assert not {"other_order", "strange_order"} & codes(f"Zamówienia {OWN} i {OTHER}.", order=order())
    assert not {"other_order", "strange_order"} & codes("Zamówienie nr 12, półka 7.", order=order())


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Dzień dobry, Panie Tomaszu, sprawdzam.", True),
        ("Szanowny Panie Marku, dziękuję.", True),
        ("Hello Peter, thank you.", True),
        ("Dzień dobry, Pani Anno, sprawdzam.", False),
        ("Dzień dobry, Pani Aniu, sprawdzam.", False),
        ("Dzień dobry, Panie Kowalski, sprawdzam.", True),
        ("Dzień dobry, Pani Nowak, sprawdzam.", False),
        ("Dzień dobry, sprawdzam.", False),
        ("Dear Customer, thank you.", False),
        ("Hi there, thank you.", False),
    ],
)
def test_the_name_in_the_address_is_the_buyers(text: str, is_wrong: bool) -> None:
    known = {"names": ("Anna Nowak",), "greeting": "Dzień dobry, Pani Anno"}
    assert ("wrong_name" in codes(text, **known)) is is_wrong


def test_a_wrong_polish_name_is_put_right_with_one_click() -> None:
    found = one(
        "Dzień dobry, Panie Tomaszu, tak.",
        "wrong_name",
        names=("Anna Nowak",),
        greeting="Dzień dobry, Pani Anno",
    )
    assert dict(found.params)["to"] == "Pani Anno"
    assert found.span == (13, 26)


def test_the_buyers_own_signature_is_believed() -> None:
    known = {"names": ("Firma Handlowa Kowalski",), "buyers_text": "Kiedy paczka? Pozdrawiam, Tomek"}
    assert "wrong_name" not in codes("Dzień dobry, Panie Tomku, jutro.", **known)


def test_another_language_than_the_buyers_is_told() -> None:
    text = "Hello, your parcel will be sent tomorrow morning by courier."
    assert one(text, "wrong_language", language=Language.PL).severity is Severity.WARNING
    assert "wrong_language" not in codes(text, language=Language.EN)
    assert "wrong_language" not in codes("OK", language=Language.PL)


@pytest.mark.parametrize(
    "text",
    [
        "Pani Anna Nowak nie odebrała paczki.",
        "Paczka poszła na ul. Kwiatową 5 w Krakowie.",
        "Numer przesyłki to 680012345678901234567890.",
        f"Zamówienie {OTHER} zostało zwrócone.",
        "Kod pocztowy 31-564 był błędny.",
    ],
)
def test_private_data_in_public_is_told(text: str) -> None:
    known = {"names": ("Anna Nowak",), "other_orders": (OTHER,)}
    assert "private_data" in codes(text, is_public=True, **known)
    assert "private_data" not in codes(text, **known), "in a private talk it is his own"


@pytest.mark.parametrize(
    "text", ["Pani Anno, przepraszamy.", "Wymieniliśmy produkt na nowy.", "Model 31 ma 564 g."]
)
def test_a_public_answer_without_private_data_passes(text: str) -> None:
    assert "private_data" not in codes(text, is_public=True, names=("Anna Nowak",))


def test_mistakes_in_public_are_warnings() -> None:
    text = "Przepraszam za opuźnienie."
    assert one(text, "misspelt", is_public=True).severity is Severity.WARNING
    found = one(text, "misspelt")
    assert (found.severity, found.fix, dict(found.params)["to"]) == (Severity.HINT, "replace", "opóźnienie")


def test_an_opinion_asked_for_by_mail_needs_consent() -> None:
    found = one("Prosimy o wystawienie opinii.", "opinion_by_mail", is_mail=True)
    assert (found.severity, found.since) == (Severity.WARNING, "2024-11-10")
    assert "opinion_by_mail" not in codes("Dziękuję za opinię.", is_mail=True)
    assert "opinion_by_mail" in codes("Prosimy o wystawienie opinii.", is_social=True)


def test_a_question_left_out_is_shown_and_an_answered_one_is_not() -> None:
    asked = "Dzień dobry, czy jest zielony? Ile kosztuje wysyłka do Niemiec?"
    assert "question_left" in codes("Tak, zielony jest dostępny.", buyers_text=asked)
    assert "question_left" not in codes(
        "Tak, zielony jest. Wysyłka do Niemiec kosztuje 45 zł.", buyers_text=asked
    )


def test_every_place_lies_in_the_text_and_every_replacement_has_words() -> None:
    for _name, text in cases("catch"):
        for found in findings(text, is_public=True, is_claim=True, names=("Anna Nowak",), order=order()):
            if found.span:
                assert 0 <= found.span[0] < found.span[1] <= len(text)
            if found.fix == "replace":
                assert found.span
                assert dict(found.params)["to"]


def on_market(name: str, text: str) -> tuple[Finding, ...]:
    base = policy_for("allegro", "PL", NOW.date(), zone=WARSAW)
    policy = places.on_market(base, contact_rule(name, date(2026, 11, 23)))
    reading = reader.read_draft(text, reader.Context(language=Language.EN, now=NOW.astimezone(WARSAW)))
    return all_findings(DraftFacts(text=text, reading=reading, started_by_us=True), policy, NOW)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("ebay", "Write to me at shop@example.com, please.", "contact_email"),
        ("ebay", "Call us on +48 600 100 200, please.", "contact_phone"),
        ("ebay", "We can sell it outside eBay for less.", "off_platform"),
        ("ebay", "Please send it to ul. Kwiatowa 5, 31-564.", "contact_postal_address"),
        ("ebay", "Our account is PL61 1090 1014 0000 0712 1981 2874, please.", "contact_payment"),
        ("etsy", "See www.our-little-shop.com for more.", "contact_link"),
        ("etsy", "Follow us on Instagram for news.", "contact_social"),
        ("etsy", "We can deal off Etsy if you like.", "off_platform"),
    ],
)
def test_ebay_and_etsy_are_ready_from_their_books(name: str, text: str, code: str) -> None:
    found = next(one for one in on_market(name, text) if one.code == code)
    assert found.rule_id == {"ebay": "F3.6", "etsy": "G16"}[name]
    assert found.since
    assert found.source.startswith("http")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ebay", "Hello, here is the item: https://www.ebay.co.uk/itm/1234567890"),
        ("ebay", "Hello, we would be glad about your feedback. Please leave feedback when it arrived."),
        ("ebay", "Hello, your order has been packed, thank you for the order."),
        ("etsy", "Hello, the listing is at https://www.etsy.com/listing/123456"),
        ("etsy", "Hello, we cannot sell outside Etsy."),
    ],
)
def test_what_ebay_and_etsy_allow_passes(name: str, text: str) -> None:
    told = {one.code for one in on_market(name, text)}
    assert not {code for code in told if code.startswith(("contact", "off_", "notice", "rating"))}
