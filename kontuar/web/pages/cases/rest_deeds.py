"""What is done about a case at rest: a colleague takes it over, or a short holding answer goes out."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import cool_down
from kontuar.actions.errors import ActionProblem
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.cases import compose
from kontuar.web.pages.cases.reply import case_of


@require_POST
def take_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """A colleague answers instead."""
    case, url = case_of(request, case_id), to("case", case_id)
    try:
        cool_down.take_over(case, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, _("The conversation is yours now."), url)


@require_POST
def holding(request: HttpRequest, case_id: int) -> HttpResponse:
    """Send the short answer that promises the real one."""
    case, url = case_of(request, case_id), to("case", case_id)
    try:
        cool_down.send_holding(
            case,
            signed_in(request),
            text=compose.text_of(request),
            key=compose.key_of(request),
            seen_buyer_at=compose.seen_of(request),
            now=timezone.now(),
        )
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, _("The holding answer leaves. Your own text stays here as a draft."), url)
