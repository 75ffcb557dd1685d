"""Praise by month and by who was praised."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import praise as action
from kontuar.actions import praise_found
from kontuar.actions.errors import ActionProblem
from kontuar.actions.praise_found import Proposal
from kontuar.store.models import Praise, User
from kontuar.store.queries import access
from kontuar.store.queries import voices as query
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.voices.words import THE_SHOP, as_file, called, excerpt

MONTHS = 12
WHAT = dict(action.WHAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message that praises."""

    pk: int
    person: str
    what: str
    name: str
    url: str
    text: str
    can_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """A message that reads like praise and is not counted."""

    pk: int
    code: str
    what: str
    person_id: int
    person: str
    name: str
    url: str
    text: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The table of a year, and the newest ones to read."""
    user, look = signed_in(request), look_now()
    since_at = _since(look)
    counts = query.praise_by_month(user, since_at=since_at, zone=look.zone)
    people, months = _people(counts), sorted({month for month, _person, _what in counts}, reverse=True)
    by_both: Counter[tuple[date, int]] = Counter()
    for (month, person, _what), n in counts.items():
        by_both[month, person] += n
    context = {
        "look": look,
        "people": [name for _pk, name in people],
        "months": [
            (_month(month), [by_both[month, pk] for pk, _name in people], _together(by_both, month))
            for month in months
        ],
        "whats": _whats(counts),
        "perhaps": [_perhaps(one, look) for one in praise_found.proposals(user, now=look.now)],
        "said": [_said(one, user, look) for one in query.praise(user, since_at=since_at)],
    }
    return render(request, "voices/praise.html", context)


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The same as a CSV: a line a month, person and kind."""
    look = look_now()
    counts = query.praise_by_month(signed_in(request), since_at=_since(look), zone=look.zone)
    names = dict(_people(counts))
    rows = [
        (f"{month:%Y-%m}", names[person], WHAT.get(what, what), n)
        for (month, person, what), n in sorted(counts.items(), key=lambda one: one[0])
    ]
    return as_file("pochwaly.csv", (_("Month"), _("Who"), _("For what"), _("How often")), rows)


@require_POST
def decline(request: HttpRequest, message_id: int) -> HttpResponse:
    """What was proposed is none."""
    row, look = query.message(signed_in(request), message_id), look_now()
    if row is None:
        raise Http404
    try:
        praise_found.decline(row, signed_in(request), now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, to("praise"))
    return done(request, _("It is not proposed any more."), to("praise"))


@require_POST
def count(request: HttpRequest, message_id: int) -> HttpResponse:
    """What was proposed is praise: one click."""
    user, look = signed_in(request), look_now()
    row = query.message(user, message_id)
    if row is None:
        raise Http404
    people = {str(one.pk): one for one in action.people(row.account_id)}
    person = people.get(request.POST.get("person", ""))
    try:
        action.note(row, user, what=request.POST.get("what", ""), person=person, now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, to("praise"))
    return done(request, _("Praise counted."), to("praise"))


@require_POST
def take_back(request: HttpRequest, praise_id: int) -> HttpResponse:
    """It was no praise."""
    row, look = query.one_praise(signed_in(request), praise_id), look_now()
    if row is None:
        raise Http404
    try:
        action.take_back(row, signed_in(request), now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, to("praise"))
    return done(request, _("Taken back."), to("praise"))


def _since(look: Look) -> datetime:
    """The first moment of the month eleven months ago, on the shop's clock."""
    back = look.today().year * 12 + look.today().month - MONTHS
    return datetime(back // 12, back % 12 + 1, 1, tzinfo=look.zone)


def _people(counts: Counter[tuple[date, int, str]]) -> list[tuple[int, str]]:
    """Those who were praised, by name, the whole shop last."""
    ids = {person for _month, person, _what in counts}
    known = query.names(ids - {0})
    found = sorted(((pk, known[pk]) for pk in ids if pk in known), key=lambda one: one[1].casefold())
    return [*found, *([(0, str(THE_SHOP))] if 0 in ids else [])]


def _whats(counts: Counter[tuple[date, int, str]]) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for (_month, _person, what), n in counts.items():
        found[str(WHAT.get(what, what))] += n
    return found.most_common()


def _together(counts: Counter[tuple[date, int]], month: date) -> int:
    return sum(n for (at, _person), n in counts.items() if at == month)


def _month(month: date) -> str:
    return formats.date_format(month, "F Y")


def _perhaps(one: Proposal, look: Look) -> Perhaps:
    message = one.message
    return Perhaps(
        pk=message.pk,
        code=one.what,
        what=str(WHAT[one.what]),
        person_id=one.person.pk if one.person else 0,
        person=str(one.person) if one.person else str(THE_SHOP),
        name=called(message.case),
        url=f"{to('case', message.case_id)}#m-{message.pk}",
        text=excerpt(message, look, longest=240),
    )


def _said(one: Praise, user: User, look: Look) -> Said:
    message = one.message
    return Said(
        pk=one.pk,
        person=str(one.person) if one.person else str(THE_SHOP),
        what=str(WHAT.get(one.what, one.what)),
        name=called(message.case) if message else "",
        url=f"{to('case', message.case_id)}#m-{message.pk}" if message else "",
        text=excerpt(message, look, longest=160) if message else "",
        can_work=access.can_work(user, one.account_id),
    )
