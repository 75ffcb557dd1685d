"""Close many at once: thanks, and the backlog with one reason."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kontuar.actions import triage
from kontuar.actions.errors import ActionProblem
from kontuar.facts.numbers import whole_number
from kontuar.web.going import done, failed, signed_in


@require_POST
def closers(request: HttpRequest) -> HttpResponse:
    """Close the chosen thanks."""
    count = triage.close_closers(signed_in(request), _chosen(request), now=timezone.now())
    return done(request, _closed(count), "/")


@require_POST
def backlog(request: HttpRequest) -> HttpResponse:
    """Close the chosen old cases; an unanswered question wants a reason."""
    try:
        count = triage.close_backlog(
            signed_in(request), _chosen(request), reason=request.POST.get("reason", ""), now=timezone.now()
        )
    except ActionProblem as problem:
        return failed(request, problem, "/#backlog")
    return done(request, _closed(count), "/")


def _chosen(request: HttpRequest) -> list[int]:
    return [number for pk in request.POST.getlist("case") if (number := whole_number(pk)) is not None][:500]


def _closed(count: int) -> str:
    if not count:
        return _("Nothing was chosen, nothing was closed.")
    return ngettext("%(n)d conversation closed.", "%(n)d conversations closed.", count) % {"n": count}
