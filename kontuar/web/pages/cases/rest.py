"""A rest for a heated answer: put off, taken over by a colleague, or bridged by a short holding answer."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kontuar.actions import cool_down
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Case, User
from kontuar.web import labels
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class RestCard:
    """What stands above the composer while a case rests. Moments are words."""

    is_mine: bool
    by: str
    until: str
    due: str
    holding: str
    promised: str
    key: str
    seen: str
    action: str
    take_over: str


def card(case: Case, user: User, look: Look) -> RestCard | None:
    """The card, None while nothing rests. One query for a case that waits, none for any other."""
    found = cool_down.of(case, now=look.now)
    if found is None:
        return None
    return RestCard(
        is_mine=found.by is not None and found.by.pk == user.pk,
        by=str(found.by) if found.by else "",
        until=labels.moment(found.ends_at, look),
        due=labels.moment(found.due_at, look) if found.due_at else "",
        holding=found.holding,
        promised=labels.moment(found.promised_at, look),
        key=str(uuid.uuid4()),
        seen=case.last_buyer_at.isoformat() if case.last_buyer_at else "",
        action=reverse("case_holding", args=[case.pk]),
        take_over=reverse("case_take_over", args=[case.pk]),
    )


def wanted(request: HttpRequest, look: Look) -> datetime | None:
    """Until when the person wants to put the answer off; None for all other ways to send."""
    moments = {"rest_hour": look.hours(1), "rest_tomorrow": look.morning(1)}
    return moments.get(request.POST.get("then", ""))


def put_by(request: HttpRequest, case: Case, text: str, until: datetime, look: Look) -> HttpResponse:
    """Keep the text as a draft and let the case rest."""
    url = to("case", case.pk)
    try:
        ends_at = cool_down.put_by(case, signed_in(request), text=text, wanted=until, now=look.now)
    except ActionProblem as problem:
        return _gone(request, failed(request, problem, url), url)
    words = _("Put off until %(when)s. The text waits here as a draft; nothing is sent by itself.")
    if ends_at < until:
        words = _("Back at %(when)s already: the answer is due soon after. Nothing is sent by itself.")
    return _gone(request, done(request, words % {"when": labels.moment(ends_at, look)}, url), url)


def _gone(request: HttpRequest, response: HttpResponse, url: str) -> HttpResponse:
    """From a line of Today the whole page goes to the case; elsewhere as any other deed."""
    is_in_place = bool(request.POST.get("place")) and request.htmx  # type: ignore[attr-defined]
    return HttpResponseClientRedirect(url) if is_in_place else response
