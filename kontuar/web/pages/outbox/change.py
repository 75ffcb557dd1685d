"""What a person does with a message on its way out."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import links, reply
from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.store.models import Outgoing
from kontuar.store.queries import outbox as query
from kontuar.web.going import back_to, done, failed, see, signed_in, to
from kontuar.web.look import Look, look_now


@require_POST
def send_now(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Out with it, having seen why it was held."""
    outgoing = _mine(request, outgoing_id)
    try:
        reply.send_now(outgoing, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("It leaves now."), _back(request))


@require_POST
def put_off(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Until the moment chosen from the list, or typed."""
    outgoing, look = _mine(request, outgoing_id), look_now()
    try:
        until = _until(request.POST.get("until", ""), request.POST.get("at", ""), look)
        reply.put_off(outgoing, signed_in(request), until=until, now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("Put off."), _back(request))


@require_POST
def take_back(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Back into the composer of its conversation as a draft."""
    outgoing = _mine(request, outgoing_id)
    try:
        reply.take_back(outgoing, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("It is a draft again."), to("case", outgoing.case_id))


@require_POST
def try_again(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Once more, as a new message; an unsure one by the button of a person who looked."""
    outgoing = _mine(request, outgoing_id)
    has_looked = request.POST.get("looked") == "1"
    try:
        key = _key(request)
        reply.try_again(outgoing, signed_in(request), key=key, i_looked=has_looked, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("It is on its way again."), _back(request))


@require_POST
def mark_arrived(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """A person saw it on the marketplace."""
    outgoing = _mine(request, outgoing_id)
    try:
        reply.mark_arrived(outgoing, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("Noted as delivered."), _back(request))


@require_safe
def on_marketplace(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """To the conversation's page there, so that a person can look."""
    outgoing = _mine(request, outgoing_id)
    url = links.to_platform(outgoing.account, "thread", outgoing.thread_external_id)
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


def _key(request: HttpRequest) -> UUID:
    """Minted with the form, so that a doubled click sends once."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise Invalid("bad_key") from None


def _until(choice: str, typed: str, look: Look) -> datetime:
    if choice in {"1", "2", "3"}:
        return look.morning(int(choice))
    at = parse_datetime(typed) if len(typed) < 40 else None
    if at is None:
        raise Invalid("bad_time", _("Choose a time in the future."), field="at")
    return at if at.tzinfo else at.replace(tzinfo=look.zone)
