"""An account's state in plain words: age of the data, first import, budget, troubles and what to do."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kontuar.actions.ways import is_by_hand
from kontuar.store.models import Account, AccountAccess, JournalEntry, Stream
from kontuar.store.queries.accounts import AccountCard
from kontuar.store.queries.freshness import is_handed_over, lacking
from kontuar.web import labels
from kontuar.web.choices import ROLES
from kontuar.web.look import Look
from kontuar.web.pages.accounts import mailbox_words, night
from kontuar.web.pages.accounts.mailbox_words import MailboxShown
from kontuar.web.pages.accounts.places import MAIL, PLACES

MAIL_STREAMS = ("inbox", "sent")
TALKED_OF_SKEW = timedelta(seconds=30)
"""A difference of the clocks below this moves no verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old the data of one group is; ``css`` is calm or late."""

    name: str
    text: str
    title: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One stream of the first import."""

    name: str
    text: str
    done: int
    total: int | None
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong and what to do; ``deed`` names the button, ``is_late`` when data is not read."""

    title: str
    text: str
    deed: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything the templates print of an account."""

    card: AccountCard
    account: Account
    mark: str
    platform: str
    place: str
    role: str
    state: str
    ages: tuple[Age, ...]
    imports: tuple[Progress, ...]
    troubles: tuple[Trouble, ...]
    budget: str
    sent: str
    slot: str
    told: str
    poll: str
    mailbox: MailboxShown | None

    @property
    def headline(self) -> Age | None:
        """The one age the list shows: the first that is too old, else that of the messages."""
        late = (age for age in self.ages if age.css == "late")
        return next(late, self.ages[0] if self.ages else None)


def shown(card: AccountCard, look: Look) -> Shown:
    """The card in words."""
    account = card.account
    place = PLACES.get(account.application.place)
    return Shown(
        card=card,
        account=account,
        mark=labels.mark(account.platform),
        platform=labels.platform(account.platform),
        place=str(place.name) if place and place.code != "production" else "",
        role=str(ROLES[AccountAccess.Role(card.role)]),
        state=_state(account),
        ages=tuple(_ages(card, look)),
        imports=tuple(_progress(stream) for stream in card.imports if not is_handed_over(account)),
        troubles=tuple(_troubles(card, look)),
        budget=_("%(calls)s of %(limit)s calls this minute")
        % {"calls": card.calls, "limit": account.calls_per_minute},
        sent=_("%(sent)s of %(cap)s messages this hour")
        % {"sent": card.sent_last_hour, "cap": account.hourly_cap},
        slot=_slot(account, look),
        told=night.told(account),
        poll="every 4s" if card.is_importing else "every 30s",
        mailbox=mailbox_words.shown(account, card.streams, look) if account.platform == MAIL else None,
    )


def _state(account: Account) -> str:
    if account.state == Account.State.SIGNED_OUT:
        return _("sign in again")
    if account.state == Account.State.PAUSED:
        return _("paused")
    if is_by_hand(account):
        return _("noted by hand")
    return _("watch-only") if account.is_watch_only else _("sending is on")


GROUPS = (
    ("messages", ("messages",), timedelta(minutes=15)),
    ("inbox", ("inbox",), timedelta(minutes=15)),
    ("sent", ("sent",), timedelta(hours=1)),
    ("orders", ("orders",), timedelta(minutes=15)),
    ("parcels", ("shipments", "tracking"), timedelta(hours=4)),
    ("issues", ("issues", "issue_talks"), timedelta(hours=2)),
    ("returns", ("returns", "returns_open"), timedelta(hours=4)),
    ("money", ("refunds", "fee_refunds"), timedelta(hours=4)),
    ("ratings", ("ratings",), timedelta(hours=2)),
    ("offers", ("offers", "offer_events"), timedelta(hours=4)),
    ("quality", ("quality",), timedelta(hours=50)),
)
"""Group, its streams, and the age from which the data counts as old (about four readings missed)."""


def _ages(card: AccountCard, look: Look) -> list[Age]:
    names = {
        "messages": _("Messages"),
        "inbox": _("Received mail"),
        "sent": _("Sent mail"),
        "orders": _("Orders"),
        "parcels": _("Parcels"),
        "issues": _("Discussions and claims"),
        "returns": _("Returns"),
        "money": _("Money back"),
        "ratings": _("Ratings"),
        "offers": _("Offers"),
        "quality": _("Sales quality"),
    }
    if is_handed_over(card.account):
        return []
    streams = {stream.name: stream for stream in card.streams}
    found = []
    for code, members, limit in GROUPS:
        rows = [streams[name] for name in members if name in streams]
        if rows:
            found.append(_age(names[code], rows, limit, look))
    return found


def _age(name: str, rows: list[Stream], limit: timedelta, look: Look) -> Age:
    read = [row.last_ok_at for row in rows if row.last_ok_at]
    failing = next((row for row in rows if row.failures), None)
    if not read:
        return Age(name=name, text=_("not read yet"), title=_error(failing), css="calm")
    at = min(read)
    if look.now - at > limit:
        text = _("not read since %(when)s") % {"when": labels.moment(at, look)}
        return Age(name=name, text=text, title=_error(failing) or labels.absolute(at, look), css="late")
    return Age(name=name, text=labels.ago(at, look), title=labels.absolute(at, look), css="calm")


def _error(row: Stream | None) -> str:
    if row is None:
        return ""
    known = {
        "Temporary": _("The marketplace did not answer."),
        "RateLimited": _("The marketplace asked us to wait."),
        "AuthExpired": _("The access had to be renewed."),
        "ScopeMissing": _("The consent does not cover this."),
        "Refused": _("The marketplace refused the question."),
        "UnexpectedAnswer": _("The marketplace answered something Kontuar cannot read."),
        "OutcomeUnknown": _("The marketplace did not answer."),
    }
    of_mail = mailbox_words.error(row) if row.name.startswith(MAIL_STREAMS) else ""
    words = of_mail or known.get(row.last_error, _("Kontuar stumbled over what it read."))
    return f"{words} trace-id: {row.trace_id}" if row.trace_id else words


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\xa0")


def _progress(stream: Stream) -> Progress:
    is_orders = stream.name.startswith("orders")
    name = _("Orders") if is_orders else _("Conversations")
    told = {"done": _grouped(stream.done), "total": _grouped(stream.total or 0)}
    if stream.name.startswith(MAIL_STREAMS):
        name, text = mailbox_words.progress(stream, told)
    elif stream.is_finished:
        text = ngettext("%(n)d read", "%(n)d read", stream.done) % {"n": stream.done}
    elif stream.total and is_orders:
        text = (
            ngettext("read %(done)s of %(total)s order", "read %(done)s of %(total)s orders", stream.total)
            % told
        )
    elif stream.total:
        text = (
            ngettext(
                "read %(done)s of %(total)s conversation",
                "read %(done)s of %(total)s conversations",
                stream.total,
            )
            % told
        )
    else:
        text = ngettext("%(n)d so far", "%(n)d so far", stream.done) % {"n": stream.done}
    return Progress(
        name=name, text=text, done=stream.done, total=stream.total, is_finished=stream.is_finished
    )


def _slot(account: Account, look: Look) -> str:
    if account.send_slot_at and account.send_slot_at > look.now:
        seconds = max(1, round((account.send_slot_at - look.now).total_seconds()))
        return ngettext("in %(n)d second", "in %(n)d seconds", seconds) % {"n": seconds}
    return _("free now")


def _troubles(card: AccountCard, look: Look) -> list[Trouble]:
    found = [
        _access_trouble(card.account),
        _copy_trouble(card.account),
        _block_trouble(card.account, look),
        _lacking_trouble(card),
        _skew_trouble(card.account),
        *_stream_troubles(card, look),
    ]
    return [trouble for trouble in found if trouble]


def _lacking_trouble(card: AccountCard) -> Trouble | None:
    """A consent given before Kontuar could read this: everything else goes on."""
    streams = lacking(card.streams)
    if not streams or card.account.state != Account.State.ACTIVE:
        return None
    words = {"platform": labels.platform(card.account.platform), "parts": night.parts(streams)}
    text = _(
        "The consent given to Kontuar does not cover: %(parts)s. Sign in again to read them; if it stays so,"
        " tick these rights at the application on %(platform)s first. All else is read as before."
    )
    return Trouble(title=_("Not everything is read"), text=text % words, deed="sign_in")


def _access_trouble(account: Account) -> Trouble | None:
    name = labels.platform(account.platform)
    if account.state != Account.State.SIGNED_OUT:
        return None
    if account.platform == MAIL:
        deed = "sign_in" if account.application.place in mailbox_words.PROVIDERS else "password"
        return Trouble(
            title=_("Sign in again"), text=mailbox_words.signed_out(account), deed=deed, is_late=True
        )
    if account.auth_problem == "key_lost":
        text = _(
            "The key that locks this account's access is not in the data folder (file KEYS). Nothing read so"
            " far is lost. Put the file back from a copy, or sign in again."
        )
    elif account.auth_problem == "application_refused":
        text = _(
            "%(platform)s does not accept our application: it was removed there, or its secret was changed."
            " Look at it on %(platform)s, then sign in again. Nothing is read or sent; what is here stays,"
            " what waits in the outbox waits."
        ) % {"platform": name}
    elif account.auth_problem == "not_accepted":
        text = _(
            "%(platform)s refused our access although it had just been renewed. Sign in again; if that does"
            " not help, look on %(platform)s what the application may do. Nothing is read or sent; what is"
            " here stays, what waits in the outbox waits."
        ) % {"platform": name}
    else:
        text = _(
            "%(platform)s no longer accepts our access: it was revoked or not used for three months. Nothing"
            " is read or sent; what is here stays, what waits in the outbox waits."
        ) % {"platform": name}
    return Trouble(title=_("Sign in again"), text=text, deed="sign_in", is_late=True)


def _copy_trouble(account: Account) -> Trouble | None:
    if account.watch_only_reason == "copied" and account.is_watch_only:
        text = _copied(is_paused=account.state == Account.State.PAUSED)
        return Trouble(title=_("This may be a copy"), text=text, deed="outbox")
    if account.watch_only_reason == "second_copy" and account.is_watch_only:
        text = _(
            "A message that still waited here had already been sent: another copy of Kontuar is working this"
            " account. Stop the other one, look through the outbox, then allow sending."
        )
        return Trouble(title=_("Another copy may be working this account"), text=text, deed="outbox")
    return None


def _copied(*, is_paused: bool) -> str:
    if is_paused:
        return _(
            "This database is a copy or was restored from one. So that nothing is sent twice, the account is"
            " paused (nothing is read), sending is off, and what waited counts as unsure. Make sure that no"
            " other Kontuar works this account, look through the outbox, resume the account, then allow"
            " sending."
        )
    return _(
        "This database is a copy or was restored from one. So that nothing is sent twice, sending is off"
        " and what waited counts as unsure. Make sure that no other Kontuar works this account, look"
        " through the outbox, then allow sending."
    )


def _block_trouble(account: Account, look: Look) -> Trouble | None:
    if not account.blocked_until or account.blocked_until <= look.now:
        return None
    text = _(
        "%(platform)s asked us to make no calls until %(time)s. Kontuar waits and goes on by itself."
    ) % {"platform": labels.platform(account.platform), "time": labels.clock(account.blocked_until, look)}
    title = _("Waiting for the mail server") if account.platform == MAIL else _("Waiting for the marketplace")
    return Trouble(title=title, text=text)


def _skew_trouble(account: Account) -> Trouble | None:
    skew = timedelta(milliseconds=account.clock_skew_ms or 0)
    if abs(skew) < TALKED_OF_SKEW:
        return None
    text = _(
        "The clock of this machine and the marketplace's differ by %(seconds)d seconds. Limits are counted"
        " wrongly by as much. Switch on the time synchronisation of the machine."
    ) % {"seconds": abs(skew.total_seconds())}
    return Trouble(title=_("The clock is wrong"), text=text)


def _stream_troubles(card: AccountCard, look: Look) -> list[Trouble]:
    """Data that is not read although the account is signed in and nothing is known to hold it."""
    if card.account.state != Account.State.ACTIVE or (
        card.account.blocked_until and card.account.blocked_until > look.now
    ):
        return []
    old = [age for age in _ages(card, look) if age.css == "late"]
    if not old:
        return []
    names = ", ".join(age.name.lower() for age in old)
    text = _("%(names)s: not read for longer than usual. Nothing is lost; Kontuar keeps trying.") % {
        "names": names.capitalize()
    }
    failing = next((one for one in card.streams if one.failures and one.last_error != "ScopeMissing"), None)
    detail = _error(failing)
    return [Trouble(title=_("Not reading"), text=f"{text} {detail}".strip(), deed="read", is_late=True)]


def deed(entry: JournalEntry) -> str:
    """A line of the account's history."""
    words = {
        "account.connected": _("connected the account"),
        "account.signed_in_again": _("the account was signed in again"),
        "account.signed_out": _("our access ended"),
        "account.sending_on": _("allowed sending"),
        "account.sending_off": _("put back to watch-only"),
        "account.second_copy": _("another copy of Kontuar sent a message; watch-only since then"),
        "account.paused": _("paused the account"),
        "account.resumed": _("resumed the account"),
        "account.trouble": _("reading stopped"),
        "account.trouble_over": _("reading goes on again"),
        "account.changed": _("changed the account's settings"),
        "account.servers_changed": _("changed the mail servers"),
        "mail.imported": _("took in old mail"),
        "orders.imported": _("took in orders from a file"),
        "buyer.exported": _("handed over the data of one buyer"),
        "buyer.forgotten": _("forgot a buyer"),
        "fee_refund.status": _("the marketplace decided about a commission"),
        "team.role_set": _("changed a role"),
    }
    return words.get(entry.verb, entry.verb)
