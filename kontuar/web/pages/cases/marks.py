"""Words that open a clock on a case: what a message is by law, what a supplier promised; and what is done of them."""

from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import marks
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Case, Mark
from kontuar.store.queries import duties
from kontuar.web import going
from kontuar.web.look import Look, look_now
from kontuar.web.pages.cases.reply import case_of


@require_POST
def say(request: HttpRequest, case_id: int) -> HttpResponse:
    """A complaint, a withdrawal, or a supplier's date."""
    case, kind, look = case_of(request, case_id), request.POST.get("kind", ""), look_now()
    page = going.to("case", case_id)
    try:
        marks.say(
            case,
            kind,
            going.signed_in(request),
            since_at=_said_at(case, look.now) if kind != Mark.Kind.SUPPLIER else look.now,
            due_at=_end_of(request.POST.get("by", ""), look) if kind == Mark.Kind.SUPPLIER else None,
            now=look.now,
        )
    except ActionProblem as problem:
        return going.failed(request, problem, page)
    return going.done(request, _("Noted: the clock runs."), page)


def _said_at(case: Case, now: datetime) -> datetime:
    """When the buyer last wrote, by the platform's own date."""
    newest = case.messages.filter(role="buyer").order_by("-written_at").values_list("written_at", flat=True)
    return newest.first() or now


def _end_of(text: str, look: Look) -> datetime | None:
    """The last second of a local day; None for what is no date."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day + timedelta(days=1), time(0), look.zone) - timedelta(seconds=1)


@require_POST
def done(request: HttpRequest, case_id: int, mark_id: int) -> HttpResponse:
    """What the word asked for is done."""
    user, mark = going.signed_in(request), duties.mark(going.signed_in(request), mark_id)
    if mark is None or mark.case_id != case_id:
        raise Http404
    page = going.to("case", case_id)
    try:
        marks.done(mark, user, now=timezone.now())
    except ActionProblem as problem:
        return going.failed(request, problem, page)
    return going.done(request, _("Done."), page)
