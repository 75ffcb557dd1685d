"""Accounts: can their tokens be opened, is the clock right, are they read, does anything wait for a person?"""

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.conf import settings

from kontuar.actions import links
from kontuar.cli.doctor import mail
from kontuar.cli.doctor.line import Level, Line
from kontuar.cli.words import say
from kontuar.store.models import Account, Outgoing, Stream
from kontuar.store.queries.freshness import is_handed_over
from kontuar.store.queries.night import owners_with_mail
from kontuar.store.secrets import KeyLost, unseal

SKEW_TO_LOOK_AT = timedelta(seconds=5)
SKEW_WRONG = timedelta(seconds=60)
STALE_AFTER = timedelta(minutes=15)


def examine(*, online: bool) -> Iterator[Line]:
    """A few lines an account, then what waits in the outbox."""
    now = datetime.now(UTC)
    rows = list(Account.objects.select_related("application").order_by("pk"))
    if not rows:
        yield Line(
            Level.NOTE, say(en="No account is connected yet.", pl="Nie połączono jeszcze żadnego konta.")
        )
    for number, account in enumerate(rows, start=1):
        name, plain = str(account), say(en=f"account {number}", pl=f"konto {number}")
        for line in _account(account, now, online=online):
            yield Line(line.level, f"{name}: {line.text}", f"{plain}: {line.report}")
    yield from mail.handed_over(now)
    unsure = Outgoing.objects.filter(state=Outgoing.State.UNSURE).count()
    if unsure:
        yield Line(
            Level.CARE,
            say(
                en=f"{unsure} messages stand as unsure: look at the marketplace whether they arrived (Outbox).",
                pl=f"Nie wiadomo, czy doszły: {unsure}. Sprawdź na platformie (strona „Wychodzące”).",
            ),
        )


def _account(account: Account, now: datetime, *, online: bool) -> Iterator[Line]:
    try:
        unseal(account.tokens_sealed)
        unseal(account.application.client_secret_sealed)
    except KeyLost:
        yield Line(
            Level.WRONG,
            say(
                en="its tokens cannot be opened with the keys here. Put back the key file, or sign in again.",
                pl="kluczami stąd nie da się otworzyć jego tokenów. Przywróć plik kluczy albo zaloguj się ponownie.",
            ),
        )
    is_mail = account.platform == "mail"
    if account.state == Account.State.SIGNED_OUT and not is_mail:
        yield Line(
            Level.WRONG,
            say(
                en="the marketplace no longer accepts our access: sign in again (Accounts).",
                pl="platforma nie uznaje już naszego dostępu: zaloguj się ponownie (strona „Konta”).",
            ),
        )
    if settings.MAIL_IS_ON and not owners_with_mail(account):
        yield Line(
            Level.CARE,
            say(
                en="none of its owners has an e-mail address (Profile): nobody is told when it is not read.",
                pl="żaden właściciel nie podał adresu e-mail (Profil): nikt się nie dowie, gdy konto nie jest czytane.",
            ),
        )
    if account.is_watch_only:
        yield Line(Level.NOTE, say(en="watch-only, nothing is sent.", pl="tylko podgląd, nic nie wychodzi."))
    if is_mail:
        yield from mail.lines(account, now, online=online)
    elif not is_handed_over(account):
        yield _skew(account, _asked(account) if online else None)
    yield from _reading(account, now)


def _skew(account: Account, asked: timedelta | None) -> Line:
    known = asked
    if known is None and account.clock_skew_ms is not None:
        known = timedelta(milliseconds=account.clock_skew_ms)
    if known is None:
        return Line(
            Level.NOTE,
            say(
                en="the marketplace's clock is not known yet (--online asks).",
                pl="zegar platformy nie jest jeszcze znany (--online zapyta).",
            ),
        )
    off = f"{abs(known.total_seconds()):.0f} s"
    if abs(known) < SKEW_TO_LOOK_AT:
        return Line(
            Level.GOOD, say(en="clock agrees with the marketplace's.", pl="zegar zgodny z platformą.")
        )
    return Line(
        Level.WRONG if abs(known) >= SKEW_WRONG else Level.CARE,
        say(
            en=f"this machine's clock is {off} off the marketplace's; let the system set it by the network.",
            pl=f"zegar tego komputera różni się od zegara platformy o {off}; włącz ustawianie czasu z sieci.",
        ),
    )


def _asked(account: Account) -> timedelta | None:
    """The Date header of the marketplace's front page against our clock; None when nobody answered."""
    parts = urlsplit(links.to_platform(account, "thread", "0"))
    if parts.scheme not in {"http", "https"}:
        return None
    request = urllib.request.Request(f"{parts.scheme}://{parts.netloc}/", method="HEAD")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            date = answer.headers["Date"]
    except urllib.error.HTTPError as refused:  # a refusal carries the time as well
        date = refused.headers["Date"]
    except OSError:
        return None
    return parsedate_to_datetime(date) - datetime.now(UTC) if date else None


def _reading(account: Account, now: datetime) -> Iterator[Line]:
    if account.state != Account.State.ACTIVE or is_handed_over(account):
        return
    streams = Stream.objects.filter(account=account)
    newest = max((s.last_ok_at for s in streams if s.last_ok_at), default=None)
    if newest is None:
        yield Line(Level.NOTE, say(en="not read yet.", pl="jeszcze nie odczytane."))
    elif now - newest > STALE_AFTER:
        minutes = int((now - newest).total_seconds() // 60)
        yield Line(
            Level.CARE,
            say(
                en=f"last read {minutes} min ago. Does the worker run (`kontuar serve` or `kontuar work`)?",
                pl=f"ostatni odczyt {minutes} min temu. Czy działa praca w tle (`kontuar serve` lub `work`)?",
            ),
        )
    else:
        yield Line(Level.GOOD, say(en="is being read.", pl="jest odczytywane."))
    for stream in streams:
        if stream.failures >= 3:
            yield Line(
                Level.CARE,
                say(
                    en=f"reading “{stream.name}” failed {stream.failures} times ({stream.last_error}).",
                    pl=f"odczyt „{stream.name}” nie udał się {stream.failures} razy ({stream.last_error}).",
                ),
            )
