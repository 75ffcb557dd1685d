"""Several conversations at once: close, tag, give, put off. Nothing is ever sent from here; each deed can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import many, tags, triage
from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.facts.numbers import whole_number
from kontuar.store.models import BulkChange, User
from kontuar.store.queries import inbox, teamwork, views
from kontuar.store.queries.rhythm import colleagues
from kontuar.web import labels
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.inbox import words

ROWS = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The chosen list with boxes to tick, and what may be done to what is ticked."""
    user, look = signed_in(request), look_now()
    wish = words.wish_of(request.GET.dict())
    named = request.GET.get("w", "")
    number = whole_number(named)
    view = None if number is None else views.one(user, number)
    wish = replace(wish, view=view, rows=ROWS)
    found = inbox.page(user, wish, now=look.now)
    change = request.GET.get("zmiana", "")
    context = {
        "items": words.items(found, wish, look),
        "wish": wish,
        "back_url": to("inbox") + words.query_of(wish),
        "query": words.query_of(wish),
        "reasons": triage.REASONS,
        "names": teamwork.tags(),
        "colleagues": [user, *colleagues(user)],
        "snoozes": _snoozes(look),
        "bulk": _change(user, change),
        "is_cut": bool(found.next),
    }
    return render(request, "inbox/many.html", context)


@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """One deed on what is ticked."""
    user, url = signed_in(request), to("inbox_several") + _query(request)
    ids = [number for pk in request.POST.getlist("case") if (number := whole_number(pk)) is not None]
    if not ids:
        return done(request, _("Nothing was chosen, nothing was done."), url)
    try:
        change = _deed(request, user, ids)()
    except ActionProblem as problem:
        return failed(request, problem, url)
    count = len(change.before)
    said = ngettext("Done with %(n)d conversation.", "Done with %(n)d conversations.", count) % {"n": count}
    if left := len(set(ids)) - count:
        said += " " + ngettext("%(n)d was left as it is.", "%(n)d were left as they are.", left) % {"n": left}
    return done(request, said, f"{url}{'&' if '?' in url else '?'}zmiana={change.pk}")


@require_POST
def undo(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """Put back what was."""
    user, url = signed_in(request), to("inbox_several") + _query(request)
    change = get_object_or_404(BulkChange, pk=bulk_id, by=user)
    try:
        count = many.undo(change, user, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, url)
    said = ngettext("Undone with %(n)d conversation.", "Undone with %(n)d conversations.", count)
    return done(request, said % {"n": count}, url)


def _deed(request: HttpRequest, user: User, ids: list[int]) -> Callable[[], BulkChange]:
    """Which deed: each button gives the value that deed needs."""
    given, now = request.POST, timezone.now()
    deeds: dict[str, Callable[[str], BulkChange]] = {
        "close": lambda _value: many.close(user, ids, now=now),
        "reason": lambda value: many.close(user, ids, reason=value, now=now),
        "name": lambda value: many.put_tag(user, ids, tags.make(user, value, now=now), now=now),
        "to": lambda value: many.assign(user, ids, to=_person(user, value), now=now),
        "until": lambda value: many.wait(user, ids, until=_moment(value), now=now),
    }
    for name, deed in deeds.items():
        if name in given:
            return lambda: deed(given[name])
    raise Http404


def _person(user: User, named: str) -> User | None:
    if named == "nobody":
        return None
    found = next((one for one in (user, *colleagues(user)) if str(one.pk) == named), None)
    if found is None:
        raise Http404
    return found


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("until", _("Choose a time in the future."), field="until") from None
    return at if at.tzinfo else at.replace(tzinfo=timezone.get_current_timezone())


def _snoozes(look: Look) -> list[tuple[str, str]]:
    moments = [look.hours(1), look.hours(3), look.morning(1), look.morning(3), look.morning(7)]
    return [(at.isoformat(), labels.day_and_time(at, look)) for at in moments]


def _change(user: User, named: str) -> BulkChange | None:
    number = whole_number(named)
    return BulkChange.objects.filter(pk=number, by=user, undone_at=None).first() if number else None


def _query(request: HttpRequest) -> str:
    """The list that was chosen, out of the form."""
    given = {name: request.POST.get(name, "") for name in ("f", "konto", "q", "w")}
    wish = words.wish_of({"f": given["f"] or "todo", "konto": given["konto"], "q": given["q"]})
    return words.query_of(wish, w="" if whole_number(given["w"]) is None else given["w"])
