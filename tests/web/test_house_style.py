"""The house style: chosen in the settings, kept to by the checks, told to the shell as a file."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.actions import house_style
from kontuar.store.models import Case, Desk, JournalEntry
from kontuar.text import check
from kontuar.text.house import USUAL
from tests.web.stock import Morning
from tests.web.test_case import url

HTMX = {"HX-Request": "true"}
PAGE = "/ustawienia/styl/"


@pytest.fixture
def case(desk: Morning) -> Case:
    found = desk.cases["parcel"]
    Case.objects.filter(pk=found.pk).update(language="pl")
    desk.ala.language = "en"
    desk.ala.save()
    return found


def remarks(client: Client, case: Case, text: str, **more: str) -> str:
    return str(client.post(url(case, "sprawdz/"), {"text": text, **more}, headers=HTMX).content.decode())


def save(desk: Morning, *told: str, forbidden: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> None:
    house_style.keep(desk.ala, told=told, forbidden=forbidden, words=words, now=timezone.now())


def test_taste_is_told_only_where_the_house_asks_for_it(desk: Morning, seen_by: Any, case: Case) -> None:
    client, text = seen_by(desk.ala), "Witam, odpowiem panu jutro. Pozdrawiam, Ala"
    assert "House style" not in remarks(client, case, text)
    save(desk, "manners.witam", "manners.small_courtesy")
    told = remarks(client, case, text)
    assert "Witam" in told
    assert "“panu”" in told
    assert 'data-to="Dzień dobry"' in told


def test_what_is_switched_off_is_silent(desk: Morning, seen_by: Any, case: Case) -> None:
    client, text = seen_by(desk.ala), "Dzień dobry, wszystko jest w opisie!!! Pozdrawiam"
    assert "One mark" in remarks(client, case, text)
    save(desk)
    assert "One mark" not in remarks(client, case, text)


def test_a_phrase_we_do_not_use_is_told_as_a_word_of_its_own(desk: Morning, seen_by: Any, case: Case) -> None:
    client = seen_by(desk.ala)
    save(desk, forbidden=("paczuszka",))
    assert "Your house style avoids" in remarks(client, case, "Dzień dobry, Paczuszka już czeka.")
    assert "Your house style avoids" not in remarks(client, case, "Dzień dobry, paczuszkami.")


def test_a_word_is_added_from_its_remark_and_right_from_then_on(
    desk: Morning, seen_by: Any, case: Case
) -> None:
    client, text = seen_by(desk.bolek), "Dzień dobry, wysyłamy brzdęknik zapasowy."
    before = remarks(client, case, text)
    assert 'name="word" value="brzdęknik"' in before
    assert "brzdęknik" not in remarks(client, case, text, word="brzdęknik")
    assert "brzdęknik" not in remarks(client, case, text)
    assert house_style.of_desk().words == ("brzdęknik",)
    entry = JournalEntry.objects.get(verb="style.word_added")
    assert (entry.actor, entry.detail) == (desk.bolek, {"words": 1})
    remarks(client, case, text, word="Brzdeknik")
    assert JournalEntry.objects.filter(verb="style.word_added").count() == 1


@pytest.mark.parametrize("word", ["dwa słowa", "<b>", "x" * 60, "4711"])
def test_only_a_word_gets_into_the_dictionary(desk: Morning, seen_by: Any, case: Case, word: str) -> None:
    remarks(seen_by(desk.ala), case, "Dzień dobry.", word=word)
    assert not any(" " in one or len(one) > 40 or "<" in one for one in house_style.of_desk().words)


def test_an_owner_keeps_the_style_and_others_read_it(desk: Morning, seen_by: Any) -> None:
    data = {"tone": ["manners.blame"], "forbidden": " a  b \n\na b", "words": "Zeta\nalfa, beta\nzeta"}
    assert seen_by(desk.bolek).post(PAGE, data).status_code == 422
    assert not Desk.objects.exclude(house_style={}).exists()
    assert seen_by(desk.ala).post(PAGE, data).status_code == 303
    found = house_style.of_desk()
    assert found.told == {"manners.blame"}
    assert (found.forbidden, found.words) == (("a b",), ("alfa", "beta", "Zeta"))
    assert JournalEntry.objects.get(verb="style.saved").actor == desk.ala
    page = seen_by(desk.bolek).get(PAGE).content.decode()
    assert "disabled" in page
    assert "Zeta" in page


def test_where_nobody_chose_the_usual_checks_hold(desk: Morning) -> None:
    assert house_style.of_desk().told == USUAL


def test_the_shell_keeps_to_the_file_of_the_style(
    desk: Morning, seen_by: Any, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    save(desk, "manners.witam", words=("brzdęknik",))
    style, text = tmp_path / "style.json", tmp_path / "text.txt"
    style.write_bytes(seen_by(desk.ala).get(f"{PAGE}plik/").content)
    text.write_text(
        "Witam, wysyłamy brzdęknik zapasowy jutro rano, razem z drugą częścią zamówienia.", encoding="utf-8"
    )

    def codes(*options: str) -> set[str]:
        check.main([str(text), "--lang", "pl", "--json", *options])
        return {one["code"] for one in json.loads(capsys.readouterr().out)["findings"]}

    assert {"spelling.unknown", "manners.witam", "manners.no_signature"} <= codes()
    kept = codes("--style", str(style))
    assert "manners.witam" in kept
    assert not kept & {"spelling.unknown", "manners.no_signature"}
    style.write_text('{"format": "kontuar-style", "version": 1, "words": 3}')
    assert check.main([str(text), "--style", str(style)]) == check.UNREADABLE
