"""Changing a role, and taking back an invitation."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import presence as presence_action
from kontuar.actions import team
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Invitation
from kontuar.store.queries import access
from kontuar.store.queries.team import known_people
from kontuar.web.going import done, failed, signed_in, to


@require_POST
def role(request: HttpRequest, user_id: int, account_id: int) -> HttpResponse:
    """Give, change or take away what a person may do with an account."""
    by = signed_in(request)
    account = get_object_or_404(access.accounts(by), pk=account_id)
    person = get_object_or_404(known_people(by), pk=user_id)
    try:
        team.set_role(by, person, account, request.POST.get("role") or None, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("team"))
    return done(request, _("The role of %(person)s was changed.") % {"person": person}, to("team"))


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, user_id: int) -> HttpResponse:
    """A page that says what follows; the POST does it."""
    by = signed_in(request)
    person = get_object_or_404(known_people(by), pk=user_id)
    if not by.is_owner or person.is_owner:
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "team/remove.html", {"person": person})
    try:
        team.remove(by, person, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("team"))
    return done(request, _("%(person)s was taken off the team.") % {"person": person}, to("team"))


@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """Whether colleagues see who looks at a conversation."""
    try:
        presence_action.switch(signed_in(request), is_on="is_on" in request.POST, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("team"))
    return done(request, _("Saved."), to("team"))


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The link stops working."""
    by = signed_in(request)
    invitation = get_object_or_404(Invitation, pk=invitation_id, created_by=by)
    try:
        team.withdraw(invitation, by, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("team"))
    return done(request, _("The invitation was withdrawn."), to("team"))
