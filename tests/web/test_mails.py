"""Mails in the talk: what is shown, what is folded, what became of ours."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.store.models import Account, Letter, Message, Undelivered
from kontuar.store.queries import case as query
from tests.shop import Shop
from tests.web.mailbox import BUYER, HISTORY, SHOP, Mailbox, mail, talk, there
from tests.web.stock import Stock

pytestmark = pytest.mark.django_db


# The text


def test_the_newest_words_are_shown_and_what_they_answer_is_folded(box: Mailbox, ala: Client) -> None:
    box.take(mail("Tak, pasuje." + HISTORY).as_bytes())
    page = talk(ala, box)
    shown, _, folded = page.partition('<details class="folded">')
    assert "Tak, pasuje." in shown
    assert "czy pasuje?" not in shown
    assert "czy pasuje?" in folded
    assert "Earlier mail" in folded


def test_a_long_history_comes_when_it_is_unfolded(box: Mailbox, ala: Client) -> None:
    old = "\n".join(f"> dawny wiersz {n}" for n in range(400))
    letter = box.take(mail(f"Tak.\n\nW dniu 20.11.2026 o 10:15, Sklep pisze:\n{old}\n").as_bytes())
    page = talk(ala, box)
    assert "dawny wiersz 7" not in page
    more = re.search(r'hx-get="(/wiadomosci/tresc/\d+/\?czesc=\d+)"', page)
    assert more
    assert "dawny wiersz 399" in ala.get(more[1]).content.decode()
    assert letter.message
    whole = ala.get(f"/wiadomosci/tresc/{letter.message.pk}/").content.decode()
    assert "dawny wiersz 399" in whole


@pytest.mark.parametrize("part", ["-1", "99", "x", "1e9"])
def test_a_piece_that_is_not_there_is_not_there(box: Mailbox, ala: Client, part: str) -> None:
    letter = box.take(mail("Tak." + HISTORY).as_bytes())
    assert letter.message
    assert ala.get(f"/wiadomosci/tresc/{letter.message.pk}/?czesc={part}").status_code == 404


def test_what_was_passed_on_stands_open(box: Mailbox, ala: Client) -> None:
    text = (
        "Przesyłam, proszę przeczytać.\n\n---------- Forwarded message ---------\nOd: Ewa <ewa@x.example>\n"
        "Date: pt., 20 lis 2026 o 10:00\nSubject: Fwd: zamek\nTo: <jan@x.example>\n\nTreść od Ewy.\n"
    )
    box.take(mail(text).as_bytes())
    assert re.search(r'<details class="folded" open>.*Treść od Ewy', talk(ala, box), re.S)


def test_the_subject_is_shown_where_it_changes(box: Mailbox, ala: Client) -> None:
    box.take(mail("Jeden", Subject="Re: Zamek do drzwi").as_bytes())
    assert 'class="subject"' not in talk(ala, box)
    box.take(mail("Dwa", Subject="Faktura").as_bytes())
    box.take(mail("Trzy", Subject="Odp: Faktura [#K-ABCDE-1234]").as_bytes())
    page = talk(ala, box)
    assert page.count('class="subject"') == 1
    assert "Faktura" in page


def test_who_wrote_to_whom_is_folded(box: Mailbox, ala: Client) -> None:
    box.take(mail("Tak", Cc="Ewa <ewa@x.example>", Reply_To="inny@x.example").as_bytes())
    page = talk(ala, box)
    people = page[page.index('class="people"') :]
    for words in (f"Jan Kowalczyk &lt;{BUYER}&gt;", "Ewa &lt;ewa@x.example&gt;", "inny@x.example"):
        assert words in people


def test_addresses_in_the_text_are_safe_links(box: Mailbox, ala: Client) -> None:
    box.take(mail("Zob. https://allegro.pl/oferta/1. javascript:alert(1) data:text/html,x").as_bytes())
    page = talk(ala, box)
    assert '<a href="https://allegro.pl/oferta/1" target="_blank" rel="noopener noreferrer nofollow">' in page
    assert 'href="javascript' not in page
    assert 'href="data' not in page


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://allegro.pl@evil.example/x", "(evil.example)"),
        ("http://аllegro.pl/x", "(xn--llegro-2nf.pl)"),
    ],
)
def test_a_link_that_pretends_shows_its_host(box: Mailbox, ala: Client, written: str, host: str) -> None:
    box.take(mail(f"Kliknij {written} teraz").as_bytes())
    assert host in talk(ala, box)


def test_what_looks_like_a_marketplace_and_is_not_is_warned_of(box: Mailbox, ala: Client) -> None:
    letter = box.take(
        mail("Zaloguj się: https://evil.example/login", From="Allegro <info@evil.example>").as_bytes()
    )
    Letter.objects.filter(pk=letter.pk).update(looks_like="allegro", has_html=True)
    page = talk(ala, box)
    assert "This mail looks like one of Allegro" in page
    assert "<strong>info@evil.example</strong>" in page
    assert 'href="https://evil.example' not in page
    assert 'href="https://evil.example' not in ala.get(there(letter)).content.decode()


def test_troubles_are_told_in_plain_words(box: Mailbox, ala: Client) -> None:
    box.take(b"From: a@x.example\r\nSubject: x\r\n\r\nBez daty\r\n")
    assert "The mail has no date: shown is when it came." in talk(ala, box)


def test_a_preview_shows_the_newest_words_alone(box: Mailbox, ala: Client) -> None:
    box.take(mail("Tak, pasuje." + HISTORY).as_bytes())
    page = ala.get(f"/wiadomosci/{box.case.pk}/podglad/").content.decode()
    assert "Tak, pasuje." in page
    assert "czy pasuje" not in page


def test_a_talk_of_mails_asks_the_database_no_more_than_one_mail(box: Mailbox, shop: Shop) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            query.view(shop.ala, box.case.pk)
        return len(captured)

    box.take(mail("Pierwszy").as_bytes())
    before = count()
    for number in range(20):
        made = mail(f"Kolejny {number}" + HISTORY)
        made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
        box.take(made.as_bytes())
    assert count() == before <= 21


def test_the_page_of_twenty_mails_asks_no_more_than_that_of_one(box: Mailbox, ala: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ala.get(f"/wiadomosci/{box.case.pk}/").status_code == 200
        return len(captured)

    box.take(mail("Pierwszy").as_bytes())
    count()
    before = count()
    for number in range(20):
        made = mail(f"Kolejny {number}" + HISTORY)
        made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
        box.take(made.as_bytes())
    assert count() == before


def test_a_talk_of_mails_reads_no_letter_and_stays_light(box: Mailbox, ala: Client, settings: Any) -> None:
    for number in range(20):
        box.take(mail(f"Kolejny {number}, dzień dobry" + HISTORY * 30).as_bytes())
    for path in settings.ATTACHMENTS_DIR.rglob("*.eml"):
        path.unlink()
    answer = ala.get(f"/wiadomosci/{box.case.pk}/")
    assert answer.status_code == 200
    assert len(answer.content) < 60_000, "a page stays under 60 kB of HTML"


# What became of ours


def told(box: Mailbox, name: str, **more: object) -> None:
    Undelivered.objects.create(
        account=box.account, message_external_id=name, recipient=BUYER, told_by="b", told_at=timezone.now(),
        **{"why": "mailbox_full", "is_final": False, **more},
    )  # fmt: skip


def test_a_mail_that_came_back_says_why_and_can_be_sent_again(box: Mailbox, ala: Client, shop: Shop) -> None:
    letter = box.take(mail("Nasza odpowiedź", From=SHOP, To=BUYER).as_bytes(), is_sent=True)
    assert letter.message
    Message.objects.filter(pk=letter.message.pk).update(status="blocked")
    row = Stock(timezone.now()).outgoing(
        box.case, "blocked", "Nasza odpowiedź", shop.ala, ago=timedelta(hours=1), reason="bounced",
        reason_text="x", message=letter.message, external_id=letter.external_id,
    )  # fmt: skip
    said = "550 5.1.1 <jan.kowalczyk@poczta.example>: user unknown"
    told(box, letter.external_id, outgoing=row, why="no_such_mailbox", is_final=True, diagnostic=said)
    page = talk(ala, box)
    assert page.count("Nasza odpowiedź") == 1
    assert "came back, not delivered" in page
    assert f"There is no mailbox {BUYER}." in page
    assert "550 5.1.1 &lt;jan.kowalczyk" in page
    assert f"/wiadomosci/nasze/{row.pk}/ponow/" in page


def test_a_mail_sent_from_a_phone_that_came_back_says_why(box: Mailbox, ala: Client) -> None:
    letter = box.take(mail("Z telefonu", From=SHOP, To=BUYER).as_bytes(), is_sent=True)
    Message.objects.filter(letter=letter).update(status="blocked")
    told(box, letter.external_id, why="no_such_mailbox", is_final=True)
    page = talk(ala, box)
    assert "came back, not delivered" in page
    assert f"There is no mailbox {BUYER}." in page


def test_a_server_that_still_tries_is_told(box: Mailbox, ala: Client, shop: Shop) -> None:
    letter = box.take(mail("Nasza odpowiedź", From=SHOP, To=BUYER).as_bytes(), is_sent=True)
    Stock(timezone.now()).outgoing(
        box.case, "delivered", "Nasza odpowiedź", shop.ala, ago=timedelta(hours=1), message=letter.message
    )
    page = talk(ala, box)
    assert "accepted by the mail server" in page
    assert "delivered" not in page
    told(box, letter.external_id)
    page = talk(ala, box)
    assert "the mail server is still trying" in page
    assert f"The mailbox {BUYER} is full." in page


def test_a_marketplaces_notice_is_one_quiet_line(box: Mailbox, ala: Client) -> None:
    letter = box.take(mail("Masz nową wiadomość").as_bytes())
    assert letter.message
    row = letter.message
    Letter.objects.filter(pk=letter.pk).update(
        message=None, case=box.case, kind="notice", notice={"platform": "allegro", "event": "message"}
    )
    row.delete()
    page = talk(ala, box)
    assert "E-mail notice from Allegro" in page
    assert f'href="{there(letter)}"' in page
    assert "Masz nową wiadomość" not in page
    assert "Masz nową wiadomość" in ala.get(there(letter)).content.decode()


def test_a_notice_of_a_mailbox_one_may_not_see_is_not_shown(
    box: Mailbox, shop: Shop, ala: Client, make_account: Callable[..., Account]
) -> None:
    letter = box.take(mail("Masz nową wiadomość").as_bytes())
    row = letter.message
    assert row
    elsewhere = make_account("inna-skrzynka", platform="mail")
    Letter.objects.filter(pk=letter.pk).update(message=None, case=box.case, kind="notice", account=elsewhere)
    row.delete()
    assert there(letter) not in talk(ala, box)
    assert ala.get(there(letter)).status_code == 404
