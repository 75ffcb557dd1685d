"""A marketplace's mail about what its interface brings makes no second case, and no letter is ever lost."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontuar.actions import notices
from kontuar.connector_kit.contract import Fact
from kontuar.connectors.mail.kinds import Ours, kind_of
from kontuar.connectors.mail.parse import parse
from kontuar.facts.mails import Letter
from kontuar.facts.messages import Message, Thread
from kontuar.store.models import Account
from tests.connectors.mails import SHARED, mail, read
from tests.shop import NOW, Shop

OURS = Ours(addresses=frozenset(["sklep@example.org"]), message_id_domain="k.example.org", marker="m1")
NOTICES = SHARED / "marketplace_mails"
real = pytest.mark.skipif(not NOTICES.exists(), reason="no notices at ../shared/data/marketplace_mails")
ISSUE = "81ecd951-ab12-4528-8154-af5699df2b1c"


def facts_of(raw: bytes) -> tuple[Thread, Message, Letter]:
    """What the mail connector tells of one mail."""
    found = read(raw)
    verdict = kind_of(found, OURS)
    told = parse(found, verdict, OURS, known={})
    letter = Letter(message_id=told.message.external_id, raw=raw, mail=found, verdict=verdict)
    return told.thread, told.message, letter


def dispute(
    number: int = 1, *, sender: str = "powiadomienia@allegro.pl", to: str = "", at: datetime = NOW
) -> bytes:
    body = f"kupujący Kupiec99 właśnie rozpoczął z Tobą dyskusję\nhttps://allegro.pl/x/dyskusje/{ISSUE}\n"
    body += f"Wiadomość wysłana przez Allegro do Jan Nowak ({to})\n" if to else ""
    date = f"Date: {at.strftime('%a, %d %b %Y %H:%M:%S +0000')}"
    plain = "Content-Type: text/plain; charset=utf-8"
    return mail(f"From: Allegro <{sender}>", f"Message-ID: <{number}@allegro.pl>", date, plain, body=body)


PERSON = mail("From: Ola <ola@example.com>", "Message-ID: <p@example.com>", "Subject: Dyskusja na Allegro")
FAKED = dispute(2, sender="powiadomienia@allegro-pl.example")
OLX = mail(
    "From: OLX <noreply@olx.pl>",
    "Message-ID: <o@olx.pl>",
    body=f"https://www.olx.pl/myaccount/answer/{ISSUE}/",
)
NEWS = mail("From: Allegro <noreply@allegro.pl>", "Message-ID: <n@allegro.pl>", "Subject: Nowy regulamin")

WARNING = mail(
    "From: Allegro <powiadomienia@allegro.pl>",
    "Message-ID: <w@allegro.pl>",
    "Subject: Reklamacje i zwroty: ograniczyli=?utf-8?q?=C5=9B?=my Twoje konto",
)


def kinds(facts: tuple[Fact, ...]) -> list[type[object]]:
    return [type(fact) for fact in facts]


@pytest.mark.usefixtures("db")
def test_without_a_connected_account_a_notice_stays_a_case_of_its_own() -> None:
    told = facts_of(dispute())
    assert notices.split(Account(platform="mail"), told, now=NOW) == told


def test_a_notice_of_a_connected_marketplace_is_a_letter_alone(shop: Shop) -> None:
    assert kinds(notices.split(Account(platform="mail"), facts_of(dispute()), now=NOW)) == [Letter]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(PERSON, id="a person"),
        pytest.param(FAKED, id="who only looks like a marketplace"),
        pytest.param(OLX, id="another marketplace"),
        pytest.param(NEWS, id="a notice about nothing the interface brings"),
        pytest.param(WARNING, id="a warning to the seller that names nothing"),
        pytest.param(dispute(at=NOW - timedelta(days=40)), id="older than the account is read"),
        pytest.param(dispute(to="INNY-SKLEP"), id="to a seller who is not connected"),
    ],
)
def test_what_the_interface_does_not_bring_keeps_its_message(shop: Shop, raw: bytes) -> None:
    assert kinds(notices.split(Account(platform="mail"), facts_of(raw), now=NOW)) == [Thread, Message, Letter]


def test_the_seller_named_in_the_mail_is_known_whatever_the_case(shop: Shop) -> None:
    told = notices.split(Account(platform="mail"), facts_of(dispute(to="Sklep-ALA")), now=NOW)
    assert kinds(told) == [Letter]


@pytest.mark.parametrize(
    "trouble",
    [{"state": "signed_out"}, {"state": "paused"}, {"trouble_since_at": NOW - timedelta(days=2)}],
)
def test_an_account_that_hears_nothing_swallows_nothing(shop: Shop, trouble: dict[str, object]) -> None:
    Account.objects.update(**trouble)
    told = facts_of(dispute())
    assert notices.split(Account(platform="mail"), told, now=NOW) == told


def test_a_thread_that_others_write_in_stays(shop: Shop) -> None:
    thread, message, letter = facts_of(dispute())
    other = Message(
        external_id="other",
        thread_id=thread.external_id,
        role=message.role,
        author_login="ola@example.com",
        text="I ja!",
        written_at=NOW,
    )
    told = notices.split(Account(platform="mail"), (thread, message, letter, other), now=NOW)
    assert told == (thread, letter, other)


MAILS = [facts_of(raw) for raw in (dispute(), dispute(3, to="inny"), PERSON, FAKED, OLX, NEWS)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([fact for facts in MAILS for fact in facts])), st.booleans())
def test_no_letter_and_no_persons_word_is_ever_lost(shop: Shop, facts: list[Fact], is_active: bool) -> None:
    Account.objects.update(state="active" if is_active else "paused")
    kept = notices.split(Account(platform="mail"), facts, now=NOW)
    assert [f for f in kept if isinstance(f, Letter)] == [f for f in facts if isinstance(f, Letter)]
    people = [MAILS[2][1], MAILS[3][1]]
    assert [f for f in kept if f in people] == [f for f in facts if f in people]
    given_threads = {f.external_id for f in facts if isinstance(f, Thread)}
    kept_threads = {f.external_id for f in kept if isinstance(f, Thread)}
    words = {f.thread_id for f in kept if isinstance(f, Message)}
    assert words & given_threads <= kept_threads
