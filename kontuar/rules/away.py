"""May an automatic answer go out, and until when is nobody there? By hours, holidays and absences of the desk.

It is an answer to nobody's question: no duty ends by it. Whether Allegro's 24 hours count it was never found in its
terms (rules.md B16), so it is taken as if they did not.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kontuar.facts.messages import ThreadKind
from kontuar.rules.calendar import BusinessCalendar

DAY = timedelta(days=1)
AHEAD = 60
"""Days looked ahead for an opening. Who is away longer writes to buyers himself."""
FRESH = timedelta(hours=3)
"""An older word was not read in time; telling its writer now that nobody is here helps nobody."""
MOST_AN_HOUR = 30
"""Automatic answers of one account in an hour; more is a loop or an attack, and stops them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A buyer's new word. ``is_person`` is False for a machine's mail (RFC 3834), ``is_answered`` True when
    an automatic answer went to this buyer today or a person of ours wrote after it.
    """

    written_at: datetime
    thread_kind: ThreadKind
    is_closer: bool = False
    is_person: bool = True
    is_answered: bool = False


def back_at(
    calendar: BusinessCalendar, now: datetime, away: frozenset[date] = frozenset()
) -> datetime | None:
    """When somebody is there again; None while somebody is, or where no opening comes within ``AHEAD`` days.

    ``away`` are days on which all people of the account are absent.
    """
    known = replace(calendar, absences=calendar.absences | away)
    today = known.local_day(now)
    for ahead in range(AHEAD):
        for opens, closes in known.openings(today + DAY * ahead):
            if opens <= now < closes:
                return None
            if now < opens:
                return opens
    return None


def day_of_return_ends(calendar: BusinessCalendar, back: datetime) -> datetime:
    """By when the answer is owed that "we are back" lets a buyer expect: the closing of that day."""
    spans = calendar.openings(calendar.local_day(back))
    return spans[-1][1] if spans else back + DAY


def may_answer(word: Word, back: datetime | None, now: datetime) -> bool:
    """Only plain talk a person began, only out of hours, once."""
    if back is None or word.thread_kind is not ThreadKind.TALK:
        return False
    if word.is_closer or not word.is_person or word.is_answered:
        return False
    return now - word.written_at <= FRESH
