"""Paste a talk from a place without an interface."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import intake
from kontuar.actions.errors import ActionProblem
from kontuar.actions.ways import HAND_PLATFORMS
from kontuar.store.models import Account, Case, User
from kontuar.store.queries import access
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.intake.forms import NewTalk
from kontuar.web.problems import tell

LONGEST_SHOWN = 5000


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; without a place, how to get one."""
    by, look = signed_in(request), look_now()
    places = places_of(by)
    told = request.POST if request.method == "POST" else None
    form = NewTalk(told, places=places, look=look, initial=_from_mail(request, by))
    if told is not None and form.is_valid():
        try:
            taken = intake.begin(form.account(), by, form.noted(), now=look.now)
        except ActionProblem as problem:
            tell(form, problem)
        else:
            words = _("Noted. Now answer.") if taken.is_new else _("This is here already.")
            return done(request, words, to("case", taken.case.pk))
    context = {"form": form, "places": places, "can_add": by.is_owner}
    return render(request, "intake/new.html", context, status=422 if form.errors else 200)


def places_of(by: User) -> list[Account]:
    """Places where this person may answer, by name."""
    mine = Account.objects.filter(pk__in=access.workable_ids(by), platform__in=HAND_PLATFORMS)
    return list(mine.filter(state=Account.State.ACTIVE).order_by("label", "pk"))


def _from_mail(request: HttpRequest, by: User) -> dict[str, Any]:
    """A mail that told of the message: its text to be cut to what the buyer wrote, its time as a beginning."""
    number = request.GET.get("z", "")
    if not number.isdecimal() or len(number) > 15:
        return {"place": request.GET.get("miejsce", "")}
    case = access.cases(by).filter(pk=int(number)).first()
    row = _newest(case) if case else None
    if row is None:
        return {}
    local = look_now().local(row.written_at)
    return {"text": row.text[:LONGEST_SHOWN], "day": local.date(), "hour": local.time()}


def _newest(case: Case) -> Any:
    return case.messages.exclude(role="seller").order_by("-written_at", "-pk").first()
