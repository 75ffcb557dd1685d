"""The truth about one message of ours while one looks at it, and what may be done with it."""

from collections.abc import Callable
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import links, outbox
from kontuar.actions.errors import ActionProblem
from kontuar.actions.ways import is_by_hand
from kontuar.store.models import Outgoing
from kontuar.store.queries import access
from kontuar.store.queries import case as query
from kontuar.web.going import done, failed, is_ours, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases import line, talk
from kontuar.web.pages.cases.compose import seen_of

MOVED = "moved"
"""Heard by the head of the talk and by the list: what they say of this case may be old now."""


@require_safe
def state(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """The entry as it stands now."""
    row = row_of(request, outgoing_id)
    user = signed_in(request)
    # What the page was drawn with, not what came since: the talk above is not drawn anew.
    can_work, seen = access.can_work(user, row.account_id), request.GET.get("seen", "")
    entry = talk.outgoing(row, user, look_now(), can_work=can_work, seen=seen)
    thread_url = (
        links.to_talk(row.account, row.case)
        if is_by_hand(row.account)
        else links.to_platform(row.account, "thread", row.thread_external_id)
    )
    place = "today" if request.GET.get("miejsce") else ""
    around = line.Around(request=request, case=row.case, thread_url=thread_url, place=place)
    response = render(request, "cases/outgoing.html", line.outgoing(entry, around))
    if entry.sent and request.GET.get("stan", entry.sent.state) != entry.sent.state:
        response.headers["HX-Trigger"] = MOVED
    return response


@require_POST
def take_back(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Undo; an unsure one only after a look at the marketplace."""
    row, by = row_of(request, outgoing_id), signed_in(request)
    looked = request.POST.get("i_looked") == "1"
    return _do(
        request,
        row,
        lambda: outbox.take_back(row, by, i_looked=looked, now=timezone.now()),
        _("Taken back. The text is in the composer."),
    )


@require_POST
def send_now(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Do not wait."""
    row, by = row_of(request, outgoing_id), signed_in(request)
    seen = seen_of(request)
    return _do(
        request,
        row,
        lambda: outbox.send_now(row, by, seen_buyer_at=seen, now=timezone.now()),
        _("It leaves now."),
    )


@require_POST
def try_again(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Once more, as a new one; an unsure one only after a look at the marketplace."""
    row, by = row_of(request, outgoing_id), signed_in(request)
    looked, seen = request.POST.get("i_looked") == "1", seen_of(request)
    return _do(
        request,
        row,
        lambda: outbox.try_again(
            row, by, key=uuid4(), i_looked=looked, seen_buyer_at=seen, now=timezone.now()
        ),
        _("It will be sent again."),
    )


@require_POST
def arrived(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """A person saw it on the marketplace."""
    row, by = row_of(request, outgoing_id), signed_in(request)
    return _do(
        request, row, lambda: outbox.mark_arrived(row, by, now=timezone.now()), _("Noted: it arrived.")
    )


def row_of(request: HttpRequest, outgoing_id: int) -> Outgoing:
    """The row, or 404."""
    row = query.outgoing(signed_in(request), outgoing_id)
    if row is None:
        raise Http404
    return row


def _do(request: HttpRequest, row: Outgoing, deed: Callable[[], object], words: str) -> HttpResponse:
    there = request.POST.get("next", "")
    url = there if is_ours(request, there) else to("case", row.case_id)
    try:
        deed()
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, words, url)
