"""The page behind an invitation's link."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kontuar.actions import team
from kontuar.actions.errors import ActionProblem
from kontuar.web.going import see
from kontuar.web.newcomer import Newcomer
from kontuar.web.problems import tell
from kontuar.web.sign_in import BACKEND


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Open to visitors; a dead link says so and nothing more."""
    now = timezone.now()
    found = team.look_up_invitation(token, now=now)
    if found is None or request.user.is_authenticated:
        dead: dict[str, Any] = {"is_dead": found is None}
        return render(request, "team/dead.html", dead, status=410 if found is None else 409)
    form = Newcomer(
        request.POST if request.method == "POST" else None, initial={"display_name": found.display_name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = team.accept(token, **form.cleaned_data, now=now)
        except ActionProblem as problem:
            tell(form, problem)
        else:
            login(request, user, backend=BACKEND)
            return see("/")
    context = {"form": form, "inviter": found.created_by}
    return render(request, "team/accept.html", context, status=422 if form.errors else 200)
