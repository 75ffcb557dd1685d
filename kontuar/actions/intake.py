"""Take in what a person pastes from a place without an interface, as a connector would have told it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess, receive
from kontuar.actions.errors import Invalid
from kontuar.actions.intake_places import safe_link
from kontuar.actions.reconcile import plain
from kontuar.actions.rights import must_work
from kontuar.actions.ways import is_by_hand
from kontuar.connector_kit.contract import Batch, Fact
from kontuar.facts.case import CaseState
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Role, ThreadKind
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.store.models import Account, Case, Message, Thread, User

LONGEST_WHO, LONGEST_TEXT = 120, 20_000
AHEAD = timedelta(minutes=5)
"""A clock in a telephone may be ahead of ours."""
SIGN = "h."
"""How the names of talks and words noted by hand begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What was written there. ``who`` is the buyer's name there, ``is_ours`` for an answer given there already."""

    text: str
    written_at: datetime
    who: str = ""
    link: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The case it stands in; ``is_new`` False for what was here already."""

    case: Case
    is_new: bool


@transaction.atomic
def begin(account: Account, by: User, noted: Noted, *, now: datetime) -> Taken:
    """A talk pasted whole new; one whose link is known goes on where it stands. Invalid names the form's field."""
    _must_be_able(account, by)
    who = " ".join(noted.who.split())
    if not who:
        raise Invalid("missing", _("Say who wrote, as the name stands there."), field="who")
    if len(who) > LONGEST_WHO:
        raise Invalid("too_long", _("At most 120 characters here."), field="who")
    link = safe_link(noted.link, field="link")
    _check(noted, now)
    name = _name(account, who, noted)
    if known := _known(account, name):
        return Taken(case=known, is_new=False)
    same = Thread.objects.filter(account=account, buyer__login=who, link=link).first() if link else None
    talk = ThreadFact(
        external_id=same.external_id if same else name,
        kind=ThreadKind.TALK,
        buyer_login=who,
        created_at=noted.written_at,
    )
    facts: list[Fact] = [] if same else [talk]
    case = _store(account, by, [*facts, _word(account, talk.external_id, who, name, noted)], name, now)
    if case.thread is not None and link and not same:
        case.thread.link = link
        case.thread.save(update_fields=["link"])
    return Taken(case=case, is_new=True)


@transaction.atomic
def go_on(case: Case, by: User, noted: Noted, *, now: datetime) -> Taken:
    """What was written there next, by the buyer or by us, into this very case."""
    account = case.account
    _must_be_able(account, by)
    if case.thread is None:
        raise Invalid("no_thread", _("This conversation was not noted by hand."))
    _check(noted, now)
    who = case.buyer.login
    name = _name(account, who, noted)
    if known := _known(account, name):
        return Taken(case=known, is_new=False)
    last = Message.objects.filter(case=case, thread=case.thread).order_by("-written_at", "-pk").first()
    word = _word(
        account, case.thread.external_id, who, name, noted, after=(last.external_id,) if last else ()
    )
    return Taken(case=_store(account, by, [word], name, now), is_new=True)


def _must_be_able(account: Account, by: User) -> None:
    must_work(by, account.pk)
    if not is_by_hand(account):
        raise Invalid(
            "not_by_hand", _("Kontuar reads this account itself. Choose another place."), field="place"
        )


def _check(noted: Noted, now: datetime) -> None:
    if not noted.text.strip():
        raise Invalid("empty", _("Paste what was written."), field="text")
    if len(noted.text) > LONGEST_TEXT:
        raise Invalid(
            "too_long", _("At most 20,000 characters: paste the part that wants an answer."), field="text"
        )
    if noted.written_at > now + AHEAD:
        raise Invalid("in_the_future", _("This time lies ahead. Say when it was written."), field="day")


def _name(account: Account, who: str, noted: Noted) -> str:
    """The same words of the same person in the same minute bear the same name: pasted twice, they are kept once."""
    minute = noted.written_at.replace(second=0, microsecond=0).isoformat()
    side = Role.SELLER if noted.is_ours else Role.BUYER
    told = "\n".join((str(account.pk), side.value, who.casefold(), minute, plain(noted.text)))
    return f"{SIGN}{sha256(told.encode()).hexdigest()[:40]}"


def _known(account: Account, name: str) -> Case | None:
    row = Message.objects.filter(account=account, external_id=name).select_related("case").first()
    return row.case if row else None


def _word(
    account: Account, thread_id: str, who: str, name: str, noted: Noted, *, after: tuple[str, ...] = ()
) -> MessageFact:
    return MessageFact(
        external_id=name,
        thread_id=thread_id,
        role=Role.SELLER if noted.is_ours else Role.BUYER,
        author_login=account.login if noted.is_ours else who,
        text=noted.text.replace("\r\n", "\n").strip(),
        written_at=noted.written_at,
        answers=after,
    )


def _store(account: Account, by: User, facts: list[Fact], name: str, now: datetime) -> Case:
    receive.batch(account, Batch(facts=tuple(facts), cursor={}), now=now)
    row = Message.objects.select_related("case", "thread").filter(account=account, external_id=name).first()
    if row is None:
        raise Invalid(
            "forgotten", _("This person was forgotten here on request, and these words are from before.")
        )
    if row.is_history:
        _is_meant(row, now)
    journal.record("case.noted", at=now, actor=by, case=row.case, message=row.pk)
    return row.case


def _is_meant(row: Message, now: datetime) -> None:
    """Older than the place itself: what a person pastes, he wants to answer, so it is no past that came along."""
    Message.objects.filter(pk=row.pk).update(is_history=False)
    Case.objects.filter(pk=row.case_id).update(
        state=CaseState.OPEN.value, review_list="", closed_at=None, waiting_until=None, waiting_for=""
    )
    reassess.cases([row.case_id], now=now)
