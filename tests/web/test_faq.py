"""The desk's own questions and answers: written in the settings, proposed where a buyer asks the like."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kontuar.actions import faq
from kontuar.store.models import Case, FaqEntry
from tests.web.stock import HOUR, Morning, Stock
from tests.web.test_case import url

HTMX = {"HX-Request": "true"}
LIST = "/ustawienia/pytania/"
ABROAD = "Czy wysyłacie paczki za granicę?"


def entry(desk: Morning, **values: Any) -> FaqEntry:
    given: dict[str, Any] = {
        "account_id": None,
        "questions": {"pl": ABROAD, "en": "Do you ship parcels abroad?"},
        "answers": {"pl": "Tak, do całej Unii: {{przedmiot}}.", "en": "Yes, within the EU."},
    }
    return faq.keep(desk.ala, row_id=None, now=timezone.now(), **{**given, **values})


def asks(desk: Morning, text: str, **values: Any) -> Case:
    stock = Stock(timezone.now())
    return stock.case(stock.buyer(desk.klamka, f"pyta_{len(text)}"), ("buyer", HOUR, text), **values)


def own(client: Client, case: Case, query: str = "") -> str:
    """The part of the template window that holds the desk's own answers."""
    shown = client.get(url(case, "szablony/"), {"q": query}, headers=HTMX).content.decode()
    return shown[shown.index("ready-head") : shown.index("</ul>")] if ">From your FAQ<" in shown else ""


@pytest.fixture
def client(desk: Morning, seen_by: Any) -> Client:
    desk.ala.language = "en"
    desk.ala.save()
    found: Client = seen_by(desk.ala)
    return found


def test_a_question_like_ours_brings_our_answer_with_the_reason(desk: Morning, client: Client) -> None:
    entry(desk)
    shown = own(client, asks(desk, "Dzień dobry, czy wyślą Państwo paczkę za granicę, do Niemiec?"))
    assert ABROAD in shown
    assert "Tak, do całej Unii" in shown
    assert "granicę" in shown[shown.index("quiet") :]
    assert "asked about" in shown


def test_common_words_alone_make_no_likeness(desk: Morning, client: Client) -> None:
    entry(desk)
    assert not own(client, asks(desk, "Dzień dobry, czy jest możliwy odbiór osobisty?"))


def test_a_word_the_desk_set_brings_it_up(desk: Morning, client: Client) -> None:
    entry(desk, words="kurier zagraniczny, Niemcy")
    shown = own(client, asks(desk, "Niemcy też?"))
    assert "Niemcy" in shown
    assert "your word" in shown


def test_an_answer_about_an_offer_is_shown_there_alone(desk: Morning, client: Client) -> None:
    stock = Stock(timezone.now())
    offer, other = (stock.offer(desk.klamka, name) for name in ("Klamka Retro", "Gałka"))
    entry(desk, offers=[offer.external_id])
    text = "Czy paczki za granicę też wysyłacie?"
    assert "about this offer" in own(client, asks(desk, text, offer=offer))
    assert not own(client, asks(desk, text + " Proszę.", offer=other))


def test_it_is_told_in_the_buyers_language(desk: Morning, client: Client) -> None:
    entry(desk)
    case = asks(desk, "Hello, do you also ship parcels abroad to Germany?")
    Case.objects.filter(pk=case.pk).update(language="en")
    assert "Yes, within the EU." in own(client, case)


def test_it_is_found_by_its_words_and_not_when_switched_off(desk: Morning, client: Client) -> None:
    row, case = entry(desk), asks(desk, "Kolor?")
    assert ABROAD in own(client, case, "unii granice")
    FaqEntry.objects.filter(pk=row.pk).update(is_active=False)
    assert not own(client, case, "unii granice")


def test_another_accounts_answers_stay_there(desk: Morning, client: Client) -> None:
    FaqEntry.objects.create(
        account=desk.cudze, questions={"pl": ABROAD}, answers={"pl": "Cudze."}, changed_at=timezone.now()
    )
    assert not own(client, asks(desk, "Czy wysyłacie paczki za granicę?"))
    assert "granicę" not in client.get(LIST).content.decode()


def test_a_question_is_written_changed_and_deleted(desk: Morning, client: Client) -> None:
    data = {
        "question_pl": ABROAD,
        "answer_pl": "Tak.",
        "account": "",
        "words": "a,  a, b c",
        "is_active": "on",
    }
    assert client.post(f"{LIST}nowe/", data).status_code == 303
    row = FaqEntry.objects.get()
    assert (row.words, row.account, row.offers) == ("a, b c", None, [])
    assert ABROAD in client.get(LIST).content.decode()
    assert (
        client.post(f"{LIST}{row.pk}/", data | {"answer_pl": "Nie.", "offers": "1, 2\n1"}).status_code == 303
    )
    row.refresh_from_db()
    assert (row.answers, row.offers) == ({"pl": "Nie."}, ["1", "2"])
    assert client.post(f"{LIST}{row.pk}/usun/").status_code == 303
    assert not FaqEntry.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"question_pl": "Ile?"},
        {"answer_pl": "Dużo."},
        {"question_pl": "Ile?", "answer_pl": "{{jeśli wysłane}}"},
        {"question_pl": "Ile?", "answer_pl": "2", "question_de": "Wie?"},
    ],
)
def test_what_is_wrong_is_told_and_not_kept(client: Client, data: dict[str, str]) -> None:
    refused = client.post(f"{LIST}nowe/", {"account": "", **data})
    assert refused.status_code == 422
    assert "errorlist" in refused.content.decode()
    assert not FaqEntry.objects.exists()


def test_a_colleague_keeps_the_accounts_and_not_those_for_all(desk: Morning, seen_by: Any) -> None:
    row, colleague = entry(desk), seen_by(desk.bolek)
    data = {"question_pl": "Inne?", "answer_pl": "Nie."}
    assert colleague.post(f"{LIST}{row.pk}/", {**data, "account": ""}).status_code in {403, 422}
    row.refresh_from_db()
    assert row.questions["pl"] == ABROAD
    assert colleague.post(f"{LIST}nowe/", {**data, "account": str(desk.klamka.pk)}).status_code == 303


def take_in(client: Client, content: bytes) -> str:
    file = SimpleUploadedFile("x.json", content, "application/json")
    return str(client.post(f"{LIST}wczytaj/", {"file": file, "account": ""}, follow=True).content.decode())


def test_out_and_in_again_changes_nothing_and_doubles_nothing(desk: Morning, client: Client) -> None:
    entry(desk, words="granica", offers=["7"])
    content = client.get(f"{LIST}plik/").content
    before = FaqEntry.objects.values("questions", "answers", "offers", "words").get()
    FaqEntry.objects.update(words="", changed_at=timezone.now() - timedelta(days=1))
    take_in(client, content)
    assert FaqEntry.objects.values("questions", "answers", "offers", "words").get() == before


def test_a_file_with_a_fault_keeps_nothing_and_names_it(client: Client) -> None:
    entries = [
        {"questions": {"pl": "Ile?"}, "answers": {"pl": "2"}},
        {"questions": {"pl": "Jak?"}, "answers": {"pl": 3}},
    ]
    whole = {"format": "kontuar-faq", "version": 1, "entries": entries}
    assert "Question 2" in take_in(client, json.dumps(whole).encode())
    # Half a character, and NUL: JSON can write them, no database keeps them, no page shows them.
    odd = [
        json.dumps(
            {**whole, "entries": [{"questions": {"pl": asked}, "answers": {"pl": "B"}, "words": word}]}
        )
        for asked, word in (("A", "\ud800"), ("A", "a\0"), ("\udfff", ""))
    ]
    for nonsense in (b"[]", b"\xff", b'{"format": "kontuar-templates"}', *(one.encode() for one in odd)):
        take_in(client, nonsense)
    assert not FaqEntry.objects.exists()


def alike(desk: Morning, *questions: str) -> None:
    """Each asked by another buyer."""
    stock = Stock(timezone.now())
    for number, text in enumerate(questions):
        stock.case(stock.buyer(desk.klamka, f"kupujacy_{number}"), ("buyer", (number + 1) * HOUR, text))


def test_what_is_asked_often_and_not_answered_yet_is_listed(desk: Morning, seen_by) -> None:
    alike(
        desk,
        "Dzień dobry, czy pokrowiec pasuje do rowka 8 mm?",
        "Czy ten pokrowiec będzie pasował do rowka 8 mm?",
        "Witam, czy pokrowce pasują do rowka?",
        "Czy macie zielony parasol ogrodowy?",
    )
    stock = Stock(timezone.now())
    same = stock.buyer(desk.klamka, "dopytuje")
    for number in range(3):
        stock.case(same, ("buyer", (number + 9) * HOUR, "Czy wieszak udźwignie płaszcz zimowy?"))
    page = seen_by(desk.bolek).get(LIST + "czeste/").content.decode()
    assert "czy pokrowiec pasuje do rowka 8 mm?" in page
    assert "parasol" not in page
    assert "wieszak" not in page, "one buyer who asks three times is one buyer"
    assert "pokrowiec" not in seen_by(desk.celina).get(LIST + "czeste/").content.decode()
    entry(desk, questions={"pl": "Czy pokrowiec pasuje do rowka?"}, answers={"pl": "Tak, od 6 do 9 mm."})
    assert "pokrowiec" not in seen_by(desk.bolek).get(LIST + "czeste/").content.decode()


def test_writing_the_answer_begins_with_the_buyers_question(desk: Morning, seen_by) -> None:
    page = seen_by(desk.bolek).get(LIST + "nowe/", {"pytanie": "Czy pasuje?", "jezyk": "de"}).content.decode()
    assert 'value="Czy pasuje?"' in page
    assert page.count("Czy pasuje?") == 1
