"""What people do with a case besides answering. Each deed is a POST and goes back to the case."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import triage
from kontuar.actions.errors import ActionProblem
from kontuar.facts.numbers import whole_number
from kontuar.store.models import CaseChange, Message, User
from kontuar.store.queries import access
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.cases.reply import case_of, compose_query


@require_POST
def close(request: HttpRequest, case_id: int) -> HttpResponse:
    """Close; with a reason where something stands unanswered."""
    case, by = case_of(request, case_id), signed_in(request)
    reason = request.POST.get("reason", "") or request.GET.get("reason", "")
    return _do(
        request,
        case_id,
        lambda: triage.close(case, by, reason=reason, now=timezone.now()),
        _("Conversation closed."),
        undo=to("case_reopen", case_id),
    )


@require_POST
def reopen(request: HttpRequest, case_id: int) -> HttpResponse:
    """Open again. What was closed a moment ago is closed again by one click, with the reason it had."""
    case, by = case_of(request, case_id), signed_in(request)
    undo = f"{to('case_close', case_id)}?reason={triage.reason_of(case)}" if case.state == "closed" else ""
    return _do(
        request,
        case_id,
        lambda: triage.reopen(case, by, now=timezone.now()),
        _("Conversation open again."),
        undo=undo,
    )


@require_POST
def wait(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put off until a moment."""
    case, by = case_of(request, case_id), signed_in(request)
    until, what_for = _moment(request.POST.get("until", "")), request.POST.get("what_for", "")
    return _do(
        request,
        case_id,
        lambda: triage.wait(case, by, until=until, what_for=what_for, now=timezone.now()),
        _("Put off. The marketplace's clock runs on."),
    )


@require_POST
def assign(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hand over to a colleague, or to nobody."""
    case, by = case_of(request, case_id), signed_in(request)
    wanted = whole_number(request.POST.get("to", ""))
    person = None if wanted is None else get_object_or_404(User, pk=wanted)
    if person and not access.can_work(person, case.account_id):
        raise Http404
    words = _("Given to %(name)s.") % {"name": person} if person else _("Given to nobody.")
    return _do(request, case_id, lambda: triage.assign(case, by, to=person, now=timezone.now()), words)


@require_POST
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    """A word for colleagues."""
    case, by, text = case_of(request, case_id), signed_in(request), request.POST.get("note", "")
    return _do(
        request,
        case_id,
        lambda: triage.add_note(case, by, text=text.replace("\r\n", "\n"), now=timezone.now()),
        _("Note kept."),
    )


@require_POST
def merge(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything of another case of the buyer comes here."""
    into, by = case_of(request, case_id), signed_in(request)
    other = case_of(request, _number(request.POST.get("other", "")))
    return _do(
        request,
        case_id,
        lambda: triage.merge(into, other, by, now=timezone.now()),
        _("Conversations joined."),
    )


@require_POST
def split(request: HttpRequest, case_id: int, message_id: int) -> HttpResponse:
    """From this message on it is another case."""
    case, by = case_of(request, case_id), signed_in(request)
    first = get_object_or_404(Message, pk=message_id, case=case)
    try:
        change = triage.split(case, first, by, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("case", case_id))
    return done(request, _("A new conversation begins here."), to("case", change.case_id))


@require_POST
def move(request: HttpRequest, case_id: int, message_id: int) -> HttpResponse:
    """One message belongs to another case."""
    case, by = case_of(request, case_id), signed_in(request)
    message = get_object_or_404(Message, pk=message_id, case=case)
    target = case_of(request, _number(request.POST.get("to", "")))
    try:
        triage.move(message, target, by, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("case", case_id))
    return done(request, _("Message moved."), to("case", target.pk))


@require_POST
def undo(request: HttpRequest, case_id: int, change_id: int) -> HttpResponse:
    """Put messages back where they stood."""
    case, by = case_of(request, case_id), signed_in(request)
    change = get_object_or_404(CaseChange, pk=change_id, case=case)
    before = [case_id for case_id, _moved in change.before.get("messages", {}).values()]
    # A joined conversation is the one the person is in; one split off will be empty.
    back_to = int(before[0]) if before and change.kind != CaseChange.Kind.MERGE else case_id
    try:
        triage.undo(change, by, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("case", case_id))
    return done(request, _("Undone."), to("case", back_to))


def _do(
    request: HttpRequest, case_id: int, deed: Callable[[], object], words: str, *, undo: str = ""
) -> HttpResponse:
    url = to("case", case_id) + compose_query(request)
    try:
        deed()
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, words, url, undo=undo)


def _number(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise Http404
    return number


def _moment(text: str) -> datetime:
    """An ISO moment from a button; nonsense counts as now, which the action refuses with words."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return timezone.now()
    return at if at.tzinfo else at.replace(tzinfo=timezone.get_current_timezone())
