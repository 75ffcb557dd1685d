"""Looking after a colleague's sign-in, and saying who has to have a second factor."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import factors as actions
from kontuar.actions import visits as leaving
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import User
from kontuar.store.queries import factors
from kontuar.store.queries.visits import in_care_of, visits
from kontuar.web.again import asks_again
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now


@never_cache
@require_safe
def page(request: HttpRequest, user_id: int) -> HttpResponse:
    """A colleague's second factor and where he is signed in; nobody else's exists here."""
    look, person = look_now(), _colleague(request, user_id)
    context = {
        "person": person,
        "has_one": factors.has_second_factor(person),
        "must": factors.must_have_one(person),
        "visits": visits(person, now=look.now),
        "look": look,
    }
    return render(request, "team/care.html", context)


@require_POST
@asks_again
def take_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """A lost second factor goes; the colleague signs in by password alone and adds a new one."""
    person, back = _colleague(request, user_id), to("team-care", user_id)
    try:
        actions.take_away(person, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, back)
    words = _("The second step of %(person)s was taken away. It is in the history of rights.")
    return done(request, words % {"person": person}, back)


@require_POST
@asks_again
def end_visits(request: HttpRequest, user_id: int) -> HttpResponse:
    """The colleague is signed out everywhere."""
    person = _colleague(request, user_id)
    leaving.end_others(person, signed_in(request), now=timezone.now())
    return done(
        request, _("%(person)s is signed out everywhere.") % {"person": person}, to("team-care", user_id)
    )


@require_POST
@asks_again
def demand(request: HttpRequest) -> HttpResponse:
    """Who has to have a second factor."""
    by = signed_in(request)
    if not by.is_owner:
        raise PermissionDenied
    try:
        actions.demand(by, request.POST.get("of", ""), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("team"))
    return done(request, _("Saved."), to("team"))


def _colleague(request: HttpRequest, user_id: int) -> User:
    return get_object_or_404(in_care_of(signed_in(request)), pk=user_id)
