"""Letters before a deadline: to people who asked for them, once for each duty and deadline, nothing else.

The rows come first: a letter and what it tells of are written before it leaves, and a duty's deadline is told to a
person by whoever wrote that row (a unique key), so that no two workers and no restart double it. A letter the server
surely did not take is forgotten and tried again; whether another one arrived is unknown, and said on the person's page.
"""

import smtplib
import socket
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from kontuar.actions import rhythm
from kontuar.actions.rhythm_calendar import calendar
from kontuar.actions.rhythm_words import letter_of
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm.absences import Absence, stand_in, stands_in_for
from kontuar.rules.rhythm.letters import is_to_tell
from kontuar.store.models import DeadlineLetter, DeadlineTold, Rhythm, User
from kontuar.store.queries import rhythm as query
from kontuar.store.queries.access import roles_of
from kontuar.store.queries.freshness import freshness
from kontuar.store.queries.rhythm import Ending

log = structlog.get_logger("kontuar.rhythm")
HOUR = timedelta(hours=1)
LETTERS_AN_HOUR = 3
"""To one person, tries included; what is held back goes along with the next one."""
LETTERS_OF_ALL = 60
"""A fuse for the whole desk: something is wrong long before this."""
REST = timedelta(minutes=5)
"""After a letter the server did not take."""
LOST_AFTER = timedelta(minutes=10)
"""A letter still being sent after this was left by a process that died."""
KEPT_FOR = timedelta(days=60)
LONGEST_NIGHT = timedelta(hours=25)
SURELY_NOT_SENT = (
    ConnectionRefusedError,
    socket.gaierror,
    UnicodeError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
)
"""The server said no, or was never reached. After anything else it may have taken the letter."""
State = DeadlineLetter.State


def tell_all(*, now: datetime) -> int:
    """Write to everybody who is due a letter. Returns how many were handed over; one query when nobody wants any."""
    rows = Rhythm.objects.filter(wants_letters=True, user__is_active=True).exclude(user__email="")
    people = list(rows.select_related("user").order_by("pk")) if settings.MAIL_IS_ON else []
    if not people:
        return 0
    DeadlineLetter.objects.filter(state=State.SENDING, at__lt=now - LOST_AFTER).update(state=State.UNSURE)
    year = calendar(now=now)
    absences = rhythm.plans(query.absences_from(year.local_day(now)))
    return sum(_tell(row, year, absences, now) for row in people)


def _tell(row: Rhythm, year: BusinessCalendar, absences: list[Absence], now: datetime) -> int:
    user, day = row.user, year.local_day(now)
    if stand_in(absences, user.pk, day) not in (user.pk, None) or _rests(user, now):
        return 0
    mine = {user.pk, *stands_in_for(absences, user.pk, day)}
    letter, endings = _claim(user, _wanted(row, year, mine, now), now)
    if letter is None:
        return 0
    state = _send(user, endings, year, now)
    if state == State.REFUSED:
        DeadlineTold.objects.filter(letter=letter).delete()
    DeadlineLetter.objects.filter(pk=letter.pk, state=State.SENDING).update(state=state)
    _tidy(now)
    return int(state == State.SENT)


def _rests(user: User, now: datetime) -> bool:
    """The caps, and the rest after a letter that was not taken."""
    recent = DeadlineLetter.objects.filter(at__gt=now - HOUR)
    mine = list(recent.filter(user=user).values_list("state", "at"))
    if len(mine) >= LETTERS_AN_HOUR or recent.count() >= LETTERS_OF_ALL:
        return True
    return any(state == State.REFUSED and at > now - REST for state, at in mine)


def _wanted(row: Rhythm, year: BusinessCalendar, mine: set[int], now: datetime) -> list[Ending]:
    ahead, quiet = row.letter_hours * HOUR, rhythm.quiet_of(row)
    found = query.endings(row.user, mine, after=now, until=now + ahead + LONGEST_NIGHT)
    told = query.told(row.user, after=now)
    return [
        one
        for one in found
        if (one.key, one.due_at) not in told
        and is_to_tell(one.due_at, now, ahead=ahead, quiet=quiet, calendar=year)
    ]


@transaction.atomic
def _claim(user: User, wanted: list[Ending], now: datetime) -> tuple[DeadlineLetter | None, list[Ending]]:
    """The letter's row and what is ours to tell: another worker may have been quicker with some of it, or all."""
    if not wanted:
        return None, []
    letter = DeadlineLetter.objects.create(user=user, state=State.SENDING, duties=len(wanted), at=now)
    rows = [DeadlineTold(letter=letter, user=user, subject=one.key, due_at=one.due_at) for one in wanted]
    DeadlineTold.objects.bulk_create(rows, ignore_conflicts=True)
    ours = set(DeadlineTold.objects.filter(letter=letter).values_list("subject", "due_at"))
    endings = [one for one in wanted if (one.key, one.due_at) in ours]
    if not endings:
        letter.delete()
        return None, []
    DeadlineLetter.objects.filter(pk=letter.pk).update(duties=len(endings))
    return letter, endings


def _send(user: User, endings: list[Ending], year: BusinessCalendar, now: datetime) -> str:
    """Hand it over; what became of it. No transaction is open here."""
    is_stale = any(one.is_stale for one in freshness(roles_of(user), now=now))
    with translation.override(user.language):
        subject, body = letter_of(endings, zone=year.zone, is_stale=is_stale)
    letter = EmailMessage(subject, body, settings.MAIL_FROM, [user.email])
    letter.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        return State.SENT if letter.send() else State.REFUSED
    except SURELY_NOT_SENT as error:
        log.warning("rhythm.letter_refused", person=user.pk, error=type(error).__name__)
        return State.REFUSED
    except Exception as error:
        log.warning("rhythm.letter_unsure", person=user.pk, error=type(error).__name__)
        return State.UNSURE


def _tidy(now: datetime) -> None:
    """Long past deadlines need not be remembered: nobody is told of them again."""
    DeadlineTold.objects.filter(due_at__lt=now - KEPT_FOR).delete()
    DeadlineLetter.objects.filter(at__lt=now - KEPT_FOR, told=None).delete()
