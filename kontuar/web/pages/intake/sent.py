"""A person says that he sent it there, or that he did not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import intake_sent
from kontuar.actions.errors import ActionProblem
from kontuar.web.going import done, failed, is_ours, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases.outgoing import row_of


@require_POST
def sent(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """It is there."""
    row, by = row_of(request, outgoing_id), signed_in(request)
    words = _("Noted: sent there by you.")
    return _do(request, row.case_id, lambda: intake_sent.sent(row, by, now=look_now().now), words)


@require_POST
def not_sent(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """It is not there after all."""
    row, by = row_of(request, outgoing_id), signed_in(request)
    words = _("Taken back: it counts as not sent.")
    return _do(request, row.case_id, lambda: intake_sent.not_sent(row, by, now=look_now().now), words)


def _do(request: HttpRequest, case_id: int, deed: Callable[[], None], words: str) -> HttpResponse:
    there = request.POST.get("next", "")
    url = there if is_ours(request, there) else to("case", case_id)
    try:
        deed()
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, words, url)
