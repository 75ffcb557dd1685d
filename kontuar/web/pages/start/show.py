"""The first-run page: makes the owner of the desk."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kontuar.actions import team
from kontuar.actions.errors import ActionProblem
from kontuar.store.queries.team import is_nobody_here
from kontuar.web.going import see, to
from kontuar.web.pages.start.forms import Owner
from kontuar.web.problems import tell
from kontuar.web.sign_in import BACKEND


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Closed as soon as there is anybody."""
    if not is_nobody_here():
        return see("/")
    form = Owner(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "key"}
            user = team.create_owner(**given, now=timezone.now())
        except ActionProblem as problem:
            tell(form, problem)
        else:
            login(request, user, backend=BACKEND)
            return see(to("accounts"))
    return render(request, "start/show.html", {"form": form}, status=422 if form.errors else 200)
