"""Putting off, and looking on the marketplace; the other deeds are those of the conversation's page."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import links, outbox
from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.store.models import Outgoing
from kontuar.store.queries import outbox as query
from kontuar.web.going import back_to, done, failed, see, signed_in, to
from kontuar.web.look import Look, look_now


@require_POST
def put_off(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Until the moment chosen from the list, or typed."""
    outgoing, look = _mine(request, outgoing_id), look_now()
    try:
        until = _until(request.POST.get("until", ""), request.POST.get("at", ""), look)
        outbox.put_off(outgoing, signed_in(request), until=until, now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("Put off."), _back(request))


@require_safe
def on_marketplace(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """To the conversation's page there (or the order's, for a first message), so that a person can look."""
    outgoing = _mine(request, outgoing_id)
    thread, order = outgoing.thread_external_id, outgoing.order_external_id
    kind, number = ("thread", thread) if thread else ("order", order)
    url = links.to_platform(outgoing.account, kind, number)
    if not url:
        raise Http404
    return see(url)


def _mine(request: HttpRequest, outgoing_id: int) -> Outgoing:
    found = query.one(signed_in(request), outgoing_id)
    if found is None:
        raise Http404
    return found.outgoing


def _back(request: HttpRequest) -> str:
    return back_to(request, to("outbox")).headers["Location"]


def _until(choice: str, typed: str, look: Look) -> datetime:
    if choice in {"1", "2", "3"}:
        return look.morning(int(choice))
    try:
        at = datetime.fromisoformat(typed[:40])
    except ValueError:
        raise Invalid("bad_time", _("Choose a time in the future."), field="at") from None
    return at if at.tzinfo else at.replace(tzinfo=look.zone)
