"""Real notices through the whole way in: with the marketplace's interface connected, and without it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kontuar.actions import notices_alone
from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.messages import Thread, ThreadKind
from kontuar.store.models import Account, Case, Duty, Letter, Message
from tests import post
from tests.connectors.mails import SHARED, mail, read, real_mails
from tests.post import arrives
from tests.shop import Shop
from tests.talk import said, take_in

NOTICES = sorted((SHARED / "marketplace_mails").glob("*.eml"))
ISSUE = "81ecd951-ab12-4528-8154-af5699df2b1c"
real = pytest.mark.skipif(not NOTICES, reason="no notices at ../shared/data/marketplace_mails")


@pytest.fixture
def mailbox(db: None, make_account: Callable[..., Account]) -> Account:
    """A mailbox in a desk without any other account, read for a year."""
    found = post.a_mailbox(make_account)
    Account.objects.filter(pk=found.pk).update(**READ)
    found.refresh_from_db()
    return found


READ = {"read_since": datetime(2026, 1, 1, tzinfo=UTC), "connected_at": datetime(2026, 1, 2, tzinfo=UTC)}


def by_name(name: str) -> bytes:
    return next(path.read_bytes() for path in NOTICES if path.name.startswith(name))


def soon_after(raw: bytes) -> datetime:
    return read(raw).sent_at + timedelta(minutes=2)


def seller(make_account: Callable[..., Account]) -> Account:
    account = make_account("sprzedawca")
    Account.objects.filter(pk=account.pk).update(**READ)
    return account


def the_discussion(account: Account, *, at: datetime) -> Case:
    """What the interface brings of the discussion that one of the notices tells of."""
    issue = Issue(
        external_id=ISSUE,
        kind=IssueKind.DISCUSSION,
        status=IssueStatus.OPEN,
        raw_status="DISPUTE_ONGOING",
        thread_id=f"issue:{ISSUE}",
        buyer_login="Kupiec99",
        opened_at=at,
    )
    place = Thread(external_id=issue.thread_id, kind=ThreadKind.PROBLEM, buyer_login="Kupiec99")
    word = said("i1", at, thread_id=issue.thread_id, author_login="Kupiec99", offer_id="")
    take_in(account, place, issue, word, now=at)
    return Case.objects.get(account=account)


@real
@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_without_an_interface_who_waits_at_the_marketplace_is_owed_a_look(
    mailbox: Account, path: object
) -> None:
    raw = path.read_bytes()  # type: ignore[attr-defined]
    arrives(mailbox, raw, now=soon_after(raw))
    case = Case.objects.select_related("buyer").get()
    assert case.state == "open"
    assert Duty.objects.filter(case=case).count() == 1
    assert "@" not in case.buyer.login
    assert Letter.objects.get().message == Message.objects.get()


@real
@pytest.mark.parametrize(
    ("name", "buyer"), [("olx", "OLX"), ("etsy", "JordonTheDash"), ("allegro_dys", "Kupiec99")]
)
def test_who_waits_has_a_name_people_can_read(mailbox: Account, name: str, buyer: str) -> None:
    raw = by_name(name)
    arrives(mailbox, raw, now=soon_after(raw))
    assert Case.objects.select_related("buyer").get().buyer.name == buyer


@real
def test_a_notice_read_twice_is_one(mailbox: Account) -> None:
    raw = by_name("allegro_dyskusja")
    arrives(mailbox, raw, now=soon_after(raw))
    arrives(mailbox, raw, now=soon_after(raw) + timedelta(hours=1))
    assert (Case.objects.count(), Message.objects.count(), Letter.objects.count()) == (1, 1, 1)


@real
@pytest.mark.parametrize("mail_is_first", [True, False])
def test_a_discussion_the_interface_brings_is_one_case_with_its_notice(
    mailbox: Account, make_account: Callable[..., Account], mail_is_first: bool
) -> None:
    account, raw = seller(make_account), by_name("allegro_dyskusja")
    now = soon_after(raw)
    if mail_is_first:
        arrives(mailbox, raw, now=now)
        assert (Case.objects.count(), Letter.objects.get().case) == (0, None)
        case = the_discussion(account, at=now)
    else:
        case = the_discussion(account, at=now)
        arrives(mailbox, raw, now=now)
    assert Case.objects.get() == case
    letter = Letter.objects.get()
    assert (letter.case, letter.message) == (case, None)
    assert letter.notice is not None
    assert letter.notice["respond_by"] == "2026-07-29T06:41:00Z"


@real
def test_a_discussion_the_interface_never_brings_is_a_case_after_three_hours(
    mailbox: Account, make_account: Callable[..., Account]
) -> None:
    seller(make_account)
    raw = by_name("allegro_dyskusja")
    arrives(mailbox, raw, now=soon_after(raw))
    sent_at = read(raw).sent_at
    assert notices_alone.raise_some(now=sent_at + timedelta(hours=2)) == 0
    assert notices_alone.raise_some(now=sent_at + timedelta(hours=4)) == 1
    case = Case.objects.get()
    assert (case.state, case.duties.count(), case.account) == ("open", 1, mailbox)
    assert Letter.objects.get().message == Message.objects.get()
    assert notices_alone.raise_some(now=sent_at + timedelta(hours=5)) == 0


@real
def test_a_discussion_the_interface_brought_without_a_talk_is_no_second_case(
    mailbox: Account, make_account: Callable[..., Account]
) -> None:
    account, raw = seller(make_account), by_name("allegro_dyskusja")
    arrives(mailbox, raw, now=soon_after(raw))
    issue = Issue(
        external_id=ISSUE, kind=IssueKind.DISCUSSION, status=IssueStatus.OPEN, raw_status="DISPUTE_ONGOING"
    )
    take_in(account, issue, now=soon_after(raw))
    assert notices_alone.raise_some(now=read(raw).sent_at + timedelta(hours=4)) == 0


@real
@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_another_marketplaces_interface_swallows_nothing(
    mailbox: Account, make_account: Callable[..., Account], path: object
) -> None:
    seller(make_account)
    raw = path.read_bytes()  # type: ignore[attr-defined]
    arrives(mailbox, raw, now=soon_after(raw))
    is_allegro = path.stem == "allegro_dyskusja_rozpoczeta"  # type: ignore[attr-defined]
    assert (Case.objects.count(), Letter.objects.count()) == (0 if is_allegro else 1, 1)


@real
def test_two_notices_of_one_talk_are_one_case(mailbox: Account) -> None:
    raw = by_name("etsy")
    again = raw.replace(b"message-id@example.test", b"second@example.test").replace(b"03:38:06", b"04:10:00")
    arrives(mailbox, raw, again, now=soon_after(again))
    assert Case.objects.get().messages.count() == 2


SALE = mail(
    "From: Etsy <transaction@etsy.com>",
    "Message-ID: <s1@etsy.com>",
    "Date: Tue, 12 May 2026 03:38:06 +0000",
    "Subject: You made a sale on Etsy - Dispatch by 3 Dec - [$9.00, Order #3141592653]",
)


def test_a_sale_told_by_mail_is_closed_at_birth(mailbox: Account) -> None:
    arrives(mailbox, SALE, now=soon_after(SALE))
    assert (Case.objects.get().state, Duty.objects.count()) == ("closed", 0)


def test_a_faked_notice_is_a_persons_mail_with_a_warning(
    mailbox: Account, make_account: Callable[..., Account]
) -> None:
    seller(make_account)
    raw = mail(
        "From: Allegro <powiadomienia@allegro-dyskusje.example>",
        "Message-ID: <f1@example>",
        "Date: Tue, 28 Jul 2026 08:41:28 +0200",
        "Subject: Dyskusja - zgłoszono problem",
        body=f"https://allegro-dyskusje.example/dyskusje/{ISSUE}",
    )
    arrives(mailbox, raw, now=soon_after(raw))
    assert Case.objects.get().state == "open"
    letter = Letter.objects.get()
    assert (letter.kind, letter.looks_like, letter.notice) == ("person", "allegro", None)


@pytest.mark.skipif(not real_mails(), reason="no real mails at ../shared/data/mime")
def test_of_real_mails_no_letter_is_lost_and_no_person_swallowed(shop: Shop, mailbox: Account) -> None:
    raws = [path.read_bytes() for path in real_mails()]
    arrives(mailbox, *raws)
    rows = Letter.objects.all()
    kept = {(row.from_address.casefold(), row.mail_id[:100], row.subject) for row in rows}
    # Some of these files are one mail written down twice.
    told = (read(raw) for raw in raws)
    assert kept == {(one.author.key[:254], one.message_id[:100], one.subject[:300]) for one in told}
    assert not rows.filter(notice__isnull=False).exists()
    assert not rows.filter(message=None).exists()


@pytest.mark.skipif(
    not (SHARED / "reply_stripping").is_dir(), reason="no bodies at ../shared/data/reply_stripping"
)
def test_no_body_makes_a_person_a_marketplace() -> None:
    bodies = [p for p in (SHARED / "reply_stripping").rglob("*") if p.is_file() and p.suffix != ".jsonl"]
    head = ("From: Ola <ola@example.com>", "Subject: Re: Dyskusja", "Content-Type: text/plain; charset=utf-8")
    for path in bodies:
        letter = post.facts_of(mail(*head, body=path.read_bytes()))[2]
        assert isinstance(letter, LetterFact)
        assert letter.verdict.kind == "person", path
