"""Making an invitation: the link is shown once."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kontuar.actions import team
from kontuar.actions.errors import ActionProblem
from kontuar.store.queries.team import owned_accounts
from kontuar.web.going import signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.team.forms import Invite
from kontuar.web.problems import tell


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; then the page with the link, which is nowhere kept."""
    user = signed_in(request)
    if not user.is_owner:
        raise PermissionDenied
    form = Invite(request.POST if request.method == "POST" else None, accounts=owned_accounts(user))
    if request.method == "POST" and form.is_valid():
        email, name = form.cleaned_data["email"], form.cleaned_data["display_name"]
        try:
            now = timezone.now()
            token = team.invite(user, email=email, display_name=name, grants=form.grants(), now=now)
        except ActionProblem as problem:
            tell(form, problem)
        else:
            link = request.build_absolute_uri(to("invitation", token))
            until = now + team.INVITATION_LIVES
            is_local = link.split("//", 1)[1].startswith(("localhost", "127.", "[::1]"))
            context = {"link": link, "name": name, "until": until, "is_local": is_local, "look": look_now()}
            return render(request, "team/link.html", context)
    return render(request, "team/invite.html", {"form": form}, status=422 if form.errors else 200)
