"""Mails of marketplaces and carriers as they are in life, made anew: which are notices, which are people's."""

import time
from datetime import UTC, datetime

import pytest

from kontuar.connectors.mail.kinds import Ours, kind_of
from kontuar.facts.mails import MailKind, MailVerdict, Notice, NoticeEvent
from tests.connectors.mails import mail, read

OURS = Ours(addresses=frozenset(["sklep@example.org"]), message_id_domain="k.example.org", marker="m1")
PLAIN = "Content-Type: text/plain; charset=utf-8"
EVENT = NoticeEvent
THREAD = "963e8787-c8c6-4097-a6c2-dbac7b3316d3"


def verdict(sender: str, subject: str, *headers: str, body: str = "Dzień dobry") -> MailVerdict:
    return kind_of(read(mail(f"From: {sender}", f"Subject: {subject}", PLAIN, *headers, body=body)), OURS)


def notice(sender: str, subject: str, *headers: str, body: str = "Dzień dobry") -> Notice:
    found = verdict(sender, subject, *headers, body=body).notice
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sender", "subject", "platform", "event", "wants"),
    [
        ("Allegro <powiadomienia@allegro.pl>", "Masz nową wiadomość od Kupiec99", "allegro", EVENT.MESSAGE, True),
        ("Allegro <powiadomienia@allegro.pl>", "Dyskusja - nowa odpowiedź", "allegro", EVENT.DISPUTE_MESSAGE, True),
        ("Allegro <powiadomienia@allegro.pl>", "Dyskusja - Kupiec99 zgłosił problem z zamówieniem", "allegro", EVENT.DISPUTE_OPENED, True),
        ("Allegro <powiadomienia@allegro.pl>", "Kupiec99 złożył reklamację", "allegro", EVENT.CASE, True),
        ("Allegro <powiadomienia@allegro.pl>", "Kupiec99 zgłosił zwrot towaru", "allegro", EVENT.HELP_REQUEST, True),
        ("Allegro <noreply@allegromail.pl>", "Nowe zamówienie", "allegro", EVENT.SALE, False),
        ("Allegro <hello@newsletter.allegro.pl>", "Odbierz kupon! Nowa wiadomość dla Ciebie", "allegro", EVENT.OTHER, False),
        ("Allegro Lokalnie <powiadomienia@allegrolokalnie.pl>", "Sprzedano: Czajnik", "allegro_lokalnie", EVENT.SALE, False),
        ("Allegro <powiadomienia@allegro.pl>", "Ważna wiadomość: zmieniamy regulamin", "allegro", EVENT.OTHER, False),
        ("OLX <powiadomienia@marketing.olx.pl>", "Wow! Taniej o 70%", "olx", EVENT.OTHER, False),
        ("Etsy <conversations@mail.etsy.com>", "Etsy Conversation with Rosa", "etsy", EVENT.MESSAGE, True),
        ("Etsy <conversations@mail.etsy.com>", "Etsy-Unterhaltung mit Rosa", "etsy", EVENT.MESSAGE, True),
        ("Etsy <no-reply@account.etsy.com>", "Nowa wiadomość od Rosa", "etsy", EVENT.MESSAGE, True),
        ("Allegro <noreply@allegro.cz>", "Máte zprávu od Kupec7", "allegro", EVENT.MESSAGE, True),
        ("Allegro <noreply@allegro.hu>", "Új rendelés érkezett", "allegro", EVENT.SALE, False),
        ("eBay <ebay@ebay.de>", "Ihr Artikel wurde verkauft", "ebay", EVENT.SALE, False),
        ("eBay <ebay@ebay.com>", "A buyer opened a case for order 12-34567-89012", "ebay", EVENT.CASE, True),
        ("Amazon <seller-notification@amazon.de>", "Rücksendeanfrage für Bestellung 302-1234567-1234567", "amazon", EVENT.HELP_REQUEST, True),
        ("Amazon <seller-notification@amazon.de>", "Verkauft, bitte versenden: 302-1234567-1234567", "amazon", EVENT.SALE, False),
        ("Amazon <donotreply@amazon.com>", "A-to-z Guarantee claim for order 114-1234567-1234567", "amazon", EVENT.CASE, True),
        ("Erli <noreply@erli.pl>", "Nowe pytanie od klienta", "erli", EVENT.MESSAGE, True),
        ("Kaufland <noreply@kaufland-marktplatz.de>", "Neue Bestellung MK3UZQ5", "kaufland", EVENT.SALE, False),
        ("Temu <noreply@temuemail.com>", "Refund issued for order PO-1", "temu", EVENT.REFUND, False),
    ],
)  # fmt: skip
def test_a_marketplace_tells_what_it_tells(
    sender: str, subject: str, platform: str, event: EVENT, wants: bool
) -> None:
    found = notice(sender, subject)
    assert (found.platform, found.event, found.wants_a_look) == (platform, event, wants)


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (
            "Jan - Amazon Marketplace <abc123@marketplace.amazon.de>",
            "Anfrage (Bestellung: 302-1234567-1234567)",
        ),
        ('"eBay - kupiec7" <43ad1d549beae3625950@members.ebay.com>', "kupiec7 sent a message about item #12"),
        ("cauw31zq-e52f3c6c67e2@kaufland-marktplatz.de", "Frage zu Bestellung MK3UZQ5"),
        ("Jan Nowak <hamu7udk3p+17454c1b6@allegromail.pl>", "Pytanie o zamówienie"),
        ("Anna Kowalska <anna.kowalska@allegro.pl>", "Spotkanie w sprawie sprzedaży"),
        ("Anna Kowalska <anna.kowalska@olx.pl>", "Sprzedaż i współpraca"),
        ("Media <media@erli.pl>", "Zaproszenie"),
        ("Anna Nowak <anna.nowak@allegro.com>", "Zwroty i reklamacje"),
        ("Ola <ola@example.com>", "Dyskusja na Allegro"),
        ("Ola <ola@example.com>", "You made a sale on Etsy"),
        ("Amazon fan <ola@amazon-fan.example>", "New message"),
    ],
)
def test_people_and_relays_are_no_notices(sender: str, subject: str) -> None:
    found = verdict(sender, subject, "List-Unsubscribe: <mailto:x@example.com>")
    assert (found.kind, found.notice) == (MailKind.PERSON, None)


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("OLX Pomoc <pomoc@olx-zwroty.example>", "olx"),
        ("Amazon <a@paket.example>", "amazon"),
        ("Allegro Lokalnie <a@allegro.lokalnie.example>", "allegro_lokalnie"),
        ("Zespół <x@ebay-service.example>", "ebay"),
        ("Jan <hamu7udk3p+1@allegromail.pl>", ""),
        ("Jan - Amazon Marketplace <abc@marketplace.amazon.de>", ""),
        ("Anna z Allegro <anna.nowak@allegro.com>", ""),
        ("Amazon Web Services <no-reply@aws.amazon.com>", ""),
        ("Allegro Pay <kontakt@allegropay.pl>", ""),
    ],
)
def test_only_a_stranger_looks_like_a_marketplace(sender: str, name: str) -> None:
    assert verdict(sender, "Zwrot").looks_like == name


def test_a_forged_masked_address_names_nobody() -> None:
    found = verdict("hamu7udk3p+1@allegromail.pl", "Zwrot", "Authentication-Results: mx; dmarc=fail")
    assert (found.kind, found.masked) == (MailKind.PERSON, None)


@pytest.mark.parametrize(
    ("subject", "buyer"),
    [
        ("Masz nową wiadomość od Kupiec99", "Kupiec99"),
        ("Masz nową wiadomość od kupującego", ""),
        ("Kupujący Kupiec99 zadał pytanie", "Kupiec99"),
    ],
)
def test_an_allegro_buyer_is_named_by_login_alone(subject: str, buyer: str) -> None:
    assert notice("Allegro <powiadomienia@allegro.pl>", subject).buyer_login == buyer


def test_a_sale_at_olx_that_must_be_confirmed_wants_a_look() -> None:
    found = notice("OLX <noreply@olx.pl>", "Kupujący już zapłacił, potwierdź sprzedaż do 15:29 16-12-2025")
    assert (found.event, found.wants_a_look) == (EVENT.SALE, True)
    assert found.respond_by == datetime(2025, 12, 16, 14, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    "subject", ["Potwierdź sprzedaż do 25:61 16-12-2025", "Potwierdź do 10:00 31-02-2025"]
)
def test_a_limit_that_cannot_be_is_none(subject: str) -> None:
    assert notice("OLX <noreply@olx.pl>", subject).respond_by is None


def test_a_help_request_at_etsy_names_its_buyer_and_its_talk() -> None:
    body = """Hi Jana, Rosa sent you a message.
<p> You need help with: My order hasn't arrived<br />
Your ideal resolution: replace<br />
Note for seller: Hello!<br /></p>
<p> Reply here https://www.etsy.com/conversations/1234567890?ref=x#last </p>
"""
    found = notice(
        "Etsy <conversations@mail.etsy.com>", "Rosa needs help with an order they placed", body=body
    )
    assert (found.event, found.buyer_login, found.thread_id) == (EVENT.HELP_REQUEST, "Rosa", "1234567890")
    assert (found.has_buyer_text, found.page) == (True, "https://www.etsy.com/conversations/1234567890")


def test_a_sale_at_etsy_names_order_and_buyer() -> None:
    body = "Congratulations on your Etsy order.\n\nShop:               Jana\nBuyer:              rosa77\n"
    found = notice(
        "Etsy <transaction@etsy.com>", "You made a sale on Etsy - [$9.00, Order #3141592653]", body=body
    )
    assert (found.event, found.order_id, found.buyer_login) == (EVENT.SALE, "3141592653", "rosa77")


def test_a_page_is_built_from_an_id_alone() -> None:
    body = f"https://evil.example/answer/{THREAD}/?next=https://evil.example"
    assert (
        notice("OLX <noreply@olx.pl>", "x", body=body).page == f"https://www.olx.pl/myaccount/answer/{THREAD}"
    )


@pytest.mark.parametrize(
    ("sender", "subject", "headers", "body"),
    [
        ("InPost <noreply@inpost.example>", "Paczka czeka w Paczkomacie", [], "Wiadomość została wygenerowana automatycznie, prosimy na nią nie odpowiadać."),
        ("DPD <no-reply@dpd.example>", "Twoja przesyłka jest w drodze", ["List-Unsubscribe: <mailto:x@dpd.example>"], "Śledź przesyłkę."),
        ("DHL <noreply@dhl.example>", "Ihre Sendung kommt heute", [], "Bitte antworten Sie nicht auf diese E-Mail."),
        ("LP <neatsakyti@pastas.example>", "Jūsų siunta pakeliui", [], "Laiškas automatiškai sugeneruotas, neatsakykite."),
        ("Bank <powiadomienia@bank.example>", "Wyciąg za listopad", ["X-Auto-Response-Suppress: All"], "Wyciąg w załączniku."),
    ],
)  # fmt: skip
def test_a_robot_by_two_signs_is_automatic(sender: str, subject: str, headers: list[str], body: str) -> None:
    assert verdict(sender, subject, *headers, body=body).kind is MailKind.AUTOMATIC


@pytest.mark.parametrize(
    ("sender", "subject", "headers", "body"),
    [
        ("Firma <noreply@firma.example>", "Zamówienie hurtowe", [], "Proszę o ofertę na 200 sztuk."),
        ("Sklep <noreply@example.org>", "Pytanie ze strony", [], "Wiadomość została wysłana automatycznie."),
        ("Strona <noreply@host.example>", "Zapytanie", ["Reply-To: ola@example.com"], "Wiadomość wysłana automatycznie."),
        ("Strona <noreply@host.example>", "Zapytanie", [], "Formularz kontaktowy. Wiadomość została wygenerowana automatycznie."),
        ("Bazar <noreply@bazar.example>", "Nowa wiadomość od klienta", [], "Nie odpowiadaj na tę wiadomość."),
        ("Bazar <noreply@bazar.example>", "Klient zgłosił reklamację", ["Precedence: bulk"], "Zobacz w panelu."),
        ("Ola <ola@example.com>", "Paczka", [], "Dostałam mail: nie odpowiadaj na tę wiadomość. Co teraz?"),
    ],
)  # fmt: skip
def test_a_robots_sender_through_which_a_buyer_may_speak_is_a_person(
    sender: str, subject: str, headers: list[str], body: str
) -> None:
    assert verdict(sender, subject, *headers, body=body).kind is MailKind.PERSON


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatyczna odpowiedź: Re: Czajnik", "Dzień dobry, przebywam na urlopie do 30 listopada."),
        ("Autoodpowiedź: Czajnik", "Obecnie jestem poza biurem. W pilnych sprawach proszę o telefon."),
        ("Nieobecność", "Jestem na urlopie, odpowiem po powrocie."),
        ("Re: Automatic reply: Kettle", "I am out of the office with limited access to my email."),
        ("Abwesenheitsnotiz: Wasserkocher", "Ich bin bis Montag nicht im Büro."),
        ("Automatinis atsakymas: Virdulys", "Šiuo metu esu atostogose."),
    ],
)
def test_an_answer_of_somebody_away_is_automatic_without_any_header(subject: str, body: str) -> None:
    found = verdict("Ola <ola@example.com>", subject, "In-Reply-To: <k.1@example.org>", body=body)
    assert found.kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Nieobecność", "Jestem na urlopie do piątku, proszę wysłać paczkę później."),
        ("Urlop", "Jestem na urlopie do piątku."),
        ("Re: Czajnik", "Jestem na urlopie do piątku, czy można odebrać później?"),
    ],
)
def test_a_buyer_on_holiday_is_a_person(subject: str, body: str) -> None:
    answers = ["In-Reply-To: <k.1@example.org>"] if subject.startswith("Re") else []
    assert verdict("Ola <ola@example.com>", subject, *answers, body=body).kind is MailKind.PERSON


SENDERS = ("noreply@etsy.com", "powiadomienia@allegro.pl", "noreply@olx.pl", "mailer-daemon@x.example")
BITS = (
    "a \n",
    "Powód\n",
    "Hi a, ",
    "order ",
    "Buyer: ",
    "zakupu z 1.",
    "skrzynka ",
    "a@",
    "<a@b",
    "jestem a a ",
    "> > >",
)


@pytest.mark.parametrize("sender", SENDERS)
def test_a_hostile_text_takes_no_longer_than_any_other(sender: str) -> None:
    bodies = [body for bit in BITS for body in (bit * 5_000, bit + " " * 100_000, bit + "\n" * 100_000)]
    mails = [read(mail(f"From: {sender}", "Subject: Nie dostarczono", PLAIN, body=body)) for body in bodies]
    begun = time.process_time()
    for one in mails:
        kind_of(one, OURS)
    assert time.process_time() - begun < 5
