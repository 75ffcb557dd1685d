"""Who writes: people, marketplaces, automats, lists, what came back, ourselves. In doubt a person."""

import json
from datetime import datetime

import pytest

from kontuar.connectors.mail.kinds import Ours, kind_of
from kontuar.connectors.mail.parse import counterpart, neighbours, parse, thread_id
from kontuar.facts.mails import BounceWhy, Mail, MailKind, MailVerdict, NoticeEvent
from kontuar.facts.messages import Role
from tests.connectors.mails import SHARED, mail, read, real_mails

NOTICES = SHARED / "marketplace_mails"
OURS = Ours(addresses=frozenset(["sklep@example.org"]), message_id_domain="k.example.org", marker="m1")


def verdict(*headers: str, body: str = "Dzień dobry") -> MailVerdict:
    return verdict_of(read(mail(*headers, body=body)))


def verdict_of(found: Mail) -> MailVerdict:
    return kind_of(found, OURS)


@pytest.mark.skipif(not NOTICES.exists(), reason="no notices at ../shared/data/marketplace_mails")
@pytest.mark.parametrize(
    "name",
    [
        "allegro_dyskusja_rozpoczeta",
        "allegro_lokalnie_nowa_wiadomosc",
        "olx_nowa_wiadomosc",
        "etsy_conversation",
    ],
)
def test_a_marketplaces_notice_is_read_as_expected(name: str) -> None:
    expected = json.loads((NOTICES / "expected.json").read_text())[f"{name}.eml"]
    found = kind_of(read((NOTICES / f"{name}.eml").read_bytes()), OURS).notice
    assert found is not None
    assert (found.platform, found.event, found.has_buyer_text) == (
        expected["channel"],
        expected["event"],
        expected["has_buyer_text"],
    )
    assert found.buyer_login == expected.get("buyer", "")
    for field in ("thread_id", "issue_id", "order_id", "offer_id", "reason"):
        assert getattr(found, field) == expected.get(field, "")
    assert (f"{found.price.amount} {found.price.currency}" if found.price else None) == expected.get("price")
    assert found.respond_by == (
        datetime.fromisoformat(expected["respond_by"]) if "respond_by" in expected else None
    )


@pytest.mark.parametrize(
    ("sender", "subject", "event", "order", "buyer"),
    [
        (
            "no-reply@account.etsy.com",
            "Etsy Conversations: New message from Rosa",
            NoticeEvent.MESSAGE,
            "",
            "Rosa",
        ),
        ("noreply@etsy.com", "Help Request: Order #3141592653", NoticeEvent.HELP_REQUEST, "3141592653", ""),
        (
            "transaction@etsy.com",
            "You made a sale on Etsy - Dispatch by 3 Dec - [$9.00, Order #3141592653]",
            NoticeEvent.SALE,
            "3141592653",
            "",
        ),
        (
            "transaction@etsy.com",
            "[$9.00, Order #3141592653] You issued a refund",
            NoticeEvent.REFUND,
            "3141592653",
            "",
        ),
        ("noreply@etsy.com", "Trends of the season", NoticeEvent.OTHER, "", ""),
    ],
)
def test_etsys_subjects_say_what_it_is(
    sender: str, subject: str, event: NoticeEvent, order: str, buyer: str
) -> None:
    found = verdict(f"From: Etsy <{sender}>", f"Subject: {subject}").notice
    assert found is not None
    assert (found.event, found.order_id, found.buyer_login) == (event, order, buyer)


@pytest.mark.parametrize(
    "sender",
    [
        "Allegro <powiadomienia@allegro-pl.example>",
        "Allegro <a@example.com>",
        "x <a@allegro.pl.example.com>",
        "OLX <x@olx.example>",
    ],
)
def test_a_stranger_with_a_marketplaces_name_is_a_person_who_looks_like_it(sender: str) -> None:
    found = verdict(f"From: {sender}", "Subject: Dyskusja")
    assert (found.kind, found.notice) == (MailKind.PERSON, None)
    assert found.looks_like
    assert "looks_like" in found.signs


def test_a_marketplaces_domain_that_our_server_calls_forged_is_a_person() -> None:
    found = verdict(
        "Authentication-Results: mx.example.org; dmarc=fail header.from=allegro.pl",
        "From: powiadomienia@allegro.pl",
    )
    assert found.kind is MailKind.PERSON
    assert "sender_forged" in found.signs


@pytest.mark.parametrize("domain", ["allegromail.pl", "user.allegrogroup.pl"])
def test_a_masked_address_names_its_buyer(domain: str) -> None:
    found = verdict(f"From: Jan <hamu7udk3p+17454c1b6@{domain}>")
    assert found.kind is MailKind.PERSON
    assert found.masked is not None
    assert (found.masked.buyer, found.masked.about) == ("hamu7udk3p", "17454c1b6")


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (["Auto-Submitted: auto-replied (vacation)"], MailKind.AUTO_REPLY),
        (["Auto-Submitted: no"], MailKind.PERSON),
        (["Auto-Submitted: auto-generated"], MailKind.AUTOMATIC),
        (["Precedence: auto_reply"], MailKind.AUTO_REPLY),
        (["X-Autoreply: yes"], MailKind.AUTO_REPLY),
        (["X-Autoreply: no"], MailKind.PERSON),
        (["X-Autorespond: None"], MailKind.PERSON),
        (["Subject: Nieobecność kuriera", "X-Auto-Response-Suppress: All"], MailKind.PERSON),
        (["Subject: Nieobecność kuriera", "Return-Path: <>"], MailKind.PERSON),
        (["Subject: Re: Automatyczna odpowiedź: Czajnik", "Return-Path: <>"], MailKind.PERSON),
        (["Subject: Abwesenheit bei der Lieferung", "Return-Path: <>"], MailKind.PERSON),
        (["Subject: Nieobecność: Czajnik", "Return-Path: <>"], MailKind.AUTO_REPLY),
        (
            ["Subject: Automatyczna odpowiedź: Czajnik", "X-Auto-Response-Suppress: None"],
            MailKind.PERSON,
        ),
        (["Subject: Automatyczna odpowiedź: Zamówienie"], MailKind.PERSON),
        (
            ["Subject: Automatyczna odpowiedź: Zamówienie", "X-Auto-Response-Suppress: All"],
            MailKind.AUTO_REPLY,
        ),
        (["Subject: Abwesenheitsnotiz", "Return-Path: <>"], MailKind.AUTO_REPLY),
        (["Subject: Automatinis atsakymas", "Precedence: bulk"], MailKind.AUTO_REPLY),
        (["X-Auto-Response-Suppress: All"], MailKind.PERSON),
        (["List-Id: <nowosci.example.com>"], MailKind.LIST),
        (["List-Id: <sklep.example.org>"], MailKind.PERSON),
        (["Precedence: bulk", "List-Unsubscribe: <mailto:x@example.com>"], MailKind.LIST),
        (["Precedence: bulk"], MailKind.PERSON),
        (["X-Kontuar: m1"], MailKind.LOOP),
        (["X-Kontuar: another-desk"], MailKind.PERSON),
        (["Message-ID: <1@k.example.org>"], MailKind.LOOP),
        (
            ["Content-Type: multipart/report; report-type=disposition-notification; boundary=b"],
            MailKind.AUTO_REPLY,
        ),
    ],
)
def test_headers_tell_people_from_machines(headers: list[str], kind: MailKind) -> None:
    assert verdict("From: Ala <ala@example.com>", *headers).kind is kind


GENERATED = "Auto-Submitted: auto-generated"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (["From: wordpress@sklep-www.example", "Reply-To: ola@example.com"], MailKind.PERSON),
        (["From: wordpress@example.com", "Reply-To: ola@example.com"], MailKind.PERSON),
        (["From: sklep@example.org", "Reply-To: ola@example.com"], MailKind.PERSON),
        (["From: sklep@example.org", "Reply-To: ola@example.org"], MailKind.PERSON),
        (["From: www@sklep-www.example", "Subject: Formularz kontaktowy: pytanie"], MailKind.PERSON),
        (["From: www@sklep-www.example"], MailKind.AUTOMATIC),
        (["From: www@sklep-www.example", "Reply-To: www@sklep-www.example"], MailKind.AUTOMATIC),
        (["From: paczki@kurier.example", "Reply-To: pomoc@kurier.example"], MailKind.AUTOMATIC),
        (["From: www@sklep-www.example", "Reply-To: sklep@example.org"], MailKind.AUTOMATIC),
        (["From: www@sklep-www.example", "Reply-To: noreply@example.com"], MailKind.AUTOMATIC),
    ],
)
def test_a_form_of_a_web_page_speaks_for_a_person(headers: list[str], kind: MailKind) -> None:
    assert verdict(*headers, GENERATED).kind is kind


def test_an_automatic_reply_is_none_of_a_form() -> None:
    found = verdict(
        "From: wordpress@sklep-www.example", "Reply-To: ola@example.com", "Auto-Submitted: auto-replied"
    )
    assert found.kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (["To: kontakt@example.org", "List-Id: Kontakt <kontakt.example.org>"], MailKind.PERSON),
        (["To: x@y.example", "Cc: Kontakt@example.org", "List-Id: <kontakt.example.org>"], MailKind.PERSON),
        (["To: kontakt@example.org", "List-Id: <nowosci.example.com>"], MailKind.LIST),
        (["To: nowosci@example.com", "List-Id: <nowosci.example.com>"], MailKind.LIST),
    ],
)
def test_a_group_address_of_our_domain_is_no_list(headers: list[str], kind: MailKind) -> None:
    assert verdict("From: ola@example.com", *headers).kind is kind


ANSWERS = ["From: Ola <ola@example.com>", "In-Reply-To: <1@example.org>"]
AUTOMATIC_TEXT = "To jest automatyczna odpowiedź. Odpowiemy w ciągu doby."


@pytest.mark.parametrize(
    "subject", ["Re: Automatyczna odpowiedź: Czajnik", "Automatyczna odpowiedź: Czajnik"]
)
@pytest.mark.parametrize(
    "quote",
    [
        f"> {AUTOMATIC_TEXT}",
        f"W dniu 22.11.2026 o 10:00 Sklep <sklep@example.org>\nnapisał(a):\n\n{AUTOMATIC_TEXT}",
        f"On 22 Nov 2026, Sklep wrote:\n{AUTOMATIC_TEXT}",
        f"-----Wiadomość oryginalna-----\n{AUTOMATIC_TEXT}",
        f"Od: Sklep <sklep@example.org>\nTemat: Czajnik\n\n{AUTOMATIC_TEXT}",
    ],
)
def test_who_answers_our_automatic_answer_is_a_person(subject: str, quote: str) -> None:
    body = f"Dzień dobry, czajnik przecieka.\n\n{quote}\n"
    assert verdict(*ANSWERS, f"Subject: {subject}", body=body).kind is MailKind.PERSON


@pytest.mark.parametrize(
    ("subject", "more"),
    [
        ("Automatyczna odpowiedź: Czajnik", []),
        ("Nieobecność do 30.11", []),
        ("Nieobecność do 30.11", ["X-Auto-Response-Suppress: All"]),
    ],
)
def test_who_is_away_says_so_above_the_quote(subject: str, more: list[str]) -> None:
    body = "Dzień dobry,\njestem na urlopie do 30 listopada.\n\n> Wysłaliśmy dziś czajnik.\n"
    assert verdict(*ANSWERS, f"Subject: {subject}", *more, body=body).kind is MailKind.AUTO_REPLY


@pytest.mark.skipif(not real_mails(), reason="no real mails at ../shared/data/mime")
@pytest.mark.parametrize(
    ("name", "recipient", "status", "why", "final", "original"),
    [
        (
            "multi_address_bounce1.eml",
            "bbbbvhvbbvkjbhfbvbvjhb@gmail.com",
            "5.1.1",
            BounceWhy.NO_SUCH_MAILBOX,
            True,
            "118707422.15521266992174819.JavaMail.root@lvmail01",
        ),
        (
            "report_422.eml",
            "fraser@oooooooo.com.au",
            "4.2.2",
            BounceWhy.MAILBOX_FULL,
            False,
            "15655788.13.1200472642578.JavaMail.Administrator@mail.ttttt.com.au",
        ),
        (
            "report_530.eml",
            "edwin@zzzzzzz.com",
            "5.3.0",
            BounceWhy.UNKNOWN,
            True,
            "200712232303.lBNN3jDq002941@mail12.rrrr.com.au",
        ),
        (
            "msg_43.txt",
            "xxxxxxxxxxxxx@dot.ca.gov",
            "5.7.1",
            BounceWhy.REFUSED,
            True,
            "edab.7804f5cb8070@python.org",
        ),
        (
            "example_bounce.eml",
            "ding@ding.de",
            "5.0.0",
            BounceWhy.NO_SUCH_DOMAIN,
            True,
            "UyVznI5nOyYGnv7Ij0hi6ro4gvxwGT999eQAtc4o@127.0.0.1",
        ),
    ],
)
def test_what_came_back_says_to_whom_and_why(
    name: str, recipient: str, status: str, why: BounceWhy, final: bool, original: str
) -> None:
    found = kind_of(read(next(p for p in real_mails() if p.name == name).read_bytes()), OURS)
    assert (found.kind, found.original_id) == (MailKind.BOUNCE, original)
    first = found.bounces[0]
    assert (first.recipient, first.status, first.why, first.is_final) == (recipient, status, why, final)


def test_a_bounce_in_words_alone_is_read() -> None:
    body = "Hi. This is the qmail-send program.\n\n<ola@example.com>:\n550 5.1.1 no such user\n\n--- Below:\nMessage-ID: <9@k>\n"
    found = verdict("From: MAILER-DAEMON@mx.example.org", "Subject: failure notice", body=body)
    assert found.original_id == "9@k"
    assert [(one.recipient, one.why) for one in found.bounces] == [
        ("ola@example.com", BounceWhy.NO_SUCH_MAILBOX)
    ]


def test_a_buyer_who_writes_of_a_failed_delivery_is_a_person() -> None:
    assert (
        verdict("From: ola@example.com", "Subject: Delivery failed, paczka nie doszła").kind
        is MailKind.PERSON
    )


def test_an_answer_joins_the_thread_of_its_nearest_known_neighbour() -> None:
    found = read(
        mail(
            "From: a@example.com",
            "Message-ID: <3@x>",
            "In-Reply-To: <2@x>",
            "References: <1@x> <2@x>",
            "Subject: Re: [#K-12] Zwrot",
        )
    )
    assert neighbours(found) == ("2@x", "1@x", "K-12")
    assert thread_id(found, {"1@x": "t1", "2@x": "t2", "K-12": "t3"}) == "t2"
    assert thread_id(found, {"K-12": "t3"}) == "t3"
    assert thread_id(found, {}) == "1@x"
    assert thread_id(read(mail("From: a@example.com", "Message-ID: <9@x>")), {}) == "9@x"


@pytest.mark.parametrize(
    ("headers", "sent", "role", "other"),
    [
        (["From: Ola <Ola@Example.com>"], False, Role.BUYER, "ola@example.com"),
        (["From: sklep@example.org", "To: ola@example.com"], True, Role.SELLER, "ola@example.com"),
        (["From: sklep@example.org", "Reply-To: ola@example.com"], False, Role.BUYER, "ola@example.com"),
        (["From: sklep@example.org", "To: sklep@example.org"], False, Role.AUTOMAT, "sklep@example.org"),
        (["From: Allegro <noreply@allegro.pl>"], False, Role.MARKETPLACE, "noreply@allegro.pl"),
        (
            ["From: Etsy <noreply@etsy.com>", "Subject: Etsy Conversation with Rosa"],
            False,
            Role.BUYER,
            "etsy:Rosa",
        ),
        (
            ["From: Etsy <noreply@etsy.com>", "Subject: You made a sale on Etsy"],
            False,
            Role.MARKETPLACE,
            "noreply@etsy.com",
        ),
        (["From: ola@example.com", "Auto-Submitted: auto-replied"], False, Role.AUTOMAT, "ola@example.com"),
    ],
)
def test_a_role_is_told_by_address_and_folder(headers: list[str], sent: bool, role: Role, other: str) -> None:
    found = read(mail(*headers))
    parsed = parse(found, kind_of(found, OURS), OURS, known={}, from_sent_folder=sent)
    assert (parsed.message.role, parsed.thread.buyer_login) == (role, other)
    told = verdict_of(found).notice
    assert told or counterpart(found, OURS, from_sent_folder=sent).key == other


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("Etsy Conversation with Rosa", "Re: Etsy Conversation with Rosa", True),
        ("Etsy Conversation with Rosa", "Etsy Conversation with Maja", False),
        ("Help Request: Order #3141592653", "Re: Help Request: Order #3141592653", True),
    ],
)
def test_notices_of_one_matter_meet_and_their_buyer_is_no_address(
    first: str, second: str, is_one: bool
) -> None:
    threads = []
    for number, subject in enumerate((first, second)):
        found = read(
            mail("From: Etsy <noreply@etsy.com>", f"Message-ID: <{number}@etsy.com>", f"Subject: {subject}")
        )
        threads.append(parse(found, verdict_of(found), OURS, known={}).thread)
    assert (threads[0] == threads[1]) is is_one
    assert not any("@" in thread.buyer_login for thread in threads)


def test_a_buyers_name_at_the_marketplace_never_becomes_an_address() -> None:
    found = read(mail("From: Etsy <noreply@etsy.com>", "Subject: Etsy Conversation with a@evil.example"))
    assert parse(found, verdict_of(found), OURS, known={}).thread.buyer_login == "etsy:a evil.example"


def test_the_same_mail_without_an_id_has_the_same_id_twice() -> None:
    raw = mail("From: ola@example.com")
    ids = {
        parse(found, kind_of(found, OURS), OURS, known={}).message.external_id
        for found in (read(raw), read(raw))
    }
    assert len(ids) == 1
    assert len(ids.pop()) <= 100
