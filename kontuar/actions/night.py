"""When the night goes wrong: notice that an account is not read, tell its owners once, and once when it is over.

What counts as not read stands in one place (``store.queries.freshness.outage``). The row remembers since when
(``trouble_since_at``) and whether somebody was told (``trouble_told_at``); both are written by
compare-and-set, so that of several workers one writes the letter. A consent that merely lacks a right wakes
nobody: everything else is read, and the account's page says it.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kontuar.actions import journal
from kontuar.store.models import Account, Stream, User
from kontuar.store.queries import night as query
from kontuar.store.queries.freshness import outage

log = structlog.get_logger("kontuar.night")
QUIET_FOR = timedelta(hours=3)
"""After a pair of letters: an account that comes and goes all night writes one pair, not twenty."""
TRY_AGAIN_AFTER = timedelta(minutes=5)
"""After a letter that could not be handed over."""


def watch(*, now: datetime) -> int:
    """Look at every account. Returns how many letters were handed over."""
    count = 0
    streams = Prefetch("streams", queryset=Stream.objects.defer("cursor"))
    for account in Account.objects.prefetch_related(streams).order_by("pk"):
        since = outage(account, list(account.streams.all()), now=now)
        if since is None:
            count += _is_over(account, now)
        elif account.state != Account.State.PAUSED:
            count += _goes_on(account, since, now)
    return count


def _goes_on(account: Account, since: datetime, now: datetime) -> int:
    new = Account.objects.filter(pk=account.pk, trouble_since_at=None)
    if new.update(trouble_since_at=since):
        # Told at the next look: a stream that is due again after a pause looks old for a moment.
        journal.record("account.trouble", at=now, account=account)
        return 0
    if not settings.MAIL_IS_ON or account.trouble_told_at or _rests(account, now):
        return 0
    owners = query.owners_with_mail(account)
    untold = Account.objects.filter(pk=account.pk, trouble_told_at=None)
    if not owners or not untold.update(trouble_told_at=now):
        return 0
    sent = _tell(account, owners, since=account.trouble_since_at or since)
    if not sent:
        _rest(account, now + TRY_AGAIN_AFTER)
        Account.objects.filter(pk=account.pk, trouble_told_at=now).update(trouble_told_at=None)
    return sent


def _is_over(account: Account, now: datetime) -> int:
    since, told_at = account.trouble_since_at, account.trouble_told_at
    if since is None:
        return 0
    ours = Account.objects.filter(pk=account.pk, trouble_since_at=since, trouble_told_at=told_at)
    if not ours.update(trouble_since_at=None, trouble_told_at=None):
        return 0
    journal.record("account.trouble_over", at=now, account=account)
    if told_at is None or not settings.MAIL_IS_ON or account.state == Account.State.PAUSED:
        return 0
    _rest(account, now + QUIET_FOR)
    return _tell(account, query.owners_with_mail(account), since=since, until=now)


def _rest(account: Account, until: datetime) -> None:
    """No letter about this account before ``until``."""
    cache.set(f"night-rest-{account.pk}", until, None)


def _rests(account: Account, now: datetime) -> bool:
    until: datetime | None = cache.get(f"night-rest-{account.pk}")
    return until is not None and now < until


def _tell(account: Account, owners: list[User], *, since: datetime, until: datetime | None = None) -> int:
    """A letter to each owner in his language. Returns how many were handed over."""
    sent = 0
    for owner in owners:
        with translation.override(owner.language):
            subject, body = _over(account, since, until) if until else _begun(account, since)
        letter = EmailMessage(" ".join(subject.split()), body, settings.MAIL_FROM, [owner.email])
        try:
            sent += int(letter.send() or 0)
        except Exception as error:
            # Whatever the mail library raises (a server away, a password it cannot encode): the other
            # owners and accounts still have their turn, and this one is tried again.
            log.warning("night.letter_failed", account=account.pk, error=type(error).__name__)
    return sent


def _begun(account: Account, since: datetime) -> tuple[str, str]:
    words = {"account": str(account), "when": _local(since, account)}
    subject = _("Kontuar: %(account)s has not been read since %(when)s") % words
    lines = [
        subject.partition(": ")[2] + ".",
        *(_of_mailbox(account) if account.platform == "mail" else _of_market(account)),
        _address(account),
        _("You get one letter an outage, and one when it is over."),
    ]
    return subject, "\n\n".join(filter(None, lines)) + "\n"


def _of_market(account: Account) -> tuple[str, str]:
    """What happened, and what to do meanwhile."""
    meanwhile = _(
        "Nothing read so far is lost. Until it is mended, answer urgent messages on the marketplace itself."
    )
    if account.state == Account.State.SIGNED_OUT:
        what = _(
            "The marketplace no longer accepts our access. Sign in again: until then nothing is read and nothing"
            " is sent."
        )
        return what, meanwhile
    what = _(
        "Since then not everything is read: messages, orders, issues or returns. Kontuar keeps trying by"
        " itself. If it lasts, look at the account's page: it says what and why."
    )
    return what, meanwhile


def _of_mailbox(account: Account) -> tuple[str, str]:
    meanwhile = _(
        "Nothing read so far is lost. Until it is mended, answer urgent mails with your mail program."
    )
    if account.state == Account.State.SIGNED_OUT:
        what = _(
            "The mail server no longer accepts our access. Sign in again: until then nothing is read and nothing"
            " is sent."
        )
        return what, meanwhile
    what = _(
        "Since then not everything is read: the inbox or the folder of sent mail. Kontuar keeps trying by itself."
        " If it lasts, look at the account's page: it says what and why."
    )
    return what, meanwhile


def _over(account: Account, since: datetime, until: datetime) -> tuple[str, str]:
    words = {"account": str(account), "since": _local(since, account), "until": _local(until, account)}
    subject = _("Kontuar: %(account)s is read again") % words
    body = _("It was not read from %(since)s to %(until)s. What came meanwhile is being read now.") % words
    return subject, "\n\n".join(filter(None, [body, _address(account)])) + "\n"


def _local(at: datetime, account: Account) -> str:
    return at.astimezone(ZoneInfo(account.zone)).strftime("%d.%m.%Y %H:%M")


def _address(account: Account) -> str:
    return f"{settings.PUBLIC_URL}{reverse('account', args=[account.pk])}" if settings.PUBLIC_URL else ""
