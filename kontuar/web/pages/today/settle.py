"""Call a duty done, and take that back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import marks
from kontuar.actions.errors import ActionProblem
from kontuar.facts.numbers import whole_number
from kontuar.store.models import Mark
from kontuar.store.queries import duties
from kontuar.web import going


@require_POST
def done(request: HttpRequest, duty_id: int) -> HttpResponse:
    """It is done, says a person; one that ended meanwhile is simply gone."""
    user = going.signed_in(request)
    duty = duties.duty(user, duty_id)
    if duty is None:
        return going.done(request, _("It was done already."), _back(request))
    try:
        marks.settle(duty, user, now=timezone.now())
    except ActionProblem as problem:
        return going.failed(request, problem, _back(request))
    return going.done(request, _("Done. It can be taken back on the order's page."), _back(request))


@require_POST
def take_back(request: HttpRequest, mark_id: int) -> HttpResponse:
    """The word is taken back."""
    user = going.signed_in(request)
    mark = duties.mark(user, mark_id)
    if mark is None:
        raise Http404
    try:
        marks.take_back(mark, user, now=timezone.now())
    except ActionProblem as problem:
        return going.failed(request, problem, _page_of(mark))
    return going.done(request, _("Taken back."), _page_of(mark))


def _back(request: HttpRequest) -> str:
    order = whole_number(request.POST.get("order", ""))
    return "/" if order is None else reverse("order", args=[order])


def _page_of(mark: Mark) -> str:
    if mark.case_id:
        return reverse("case", args=[mark.case_id])
    return reverse("order", args=[mark.order_id]) if mark.order_id else reverse("issue", args=[mark.issue_id])
