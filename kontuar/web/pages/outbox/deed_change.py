"""What a person does with a deed in the outbox: take it back, say what became of it, send it again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import deeds, links
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import OutgoingDeed
from kontuar.store.queries import deeds as query
from kontuar.web.going import back_to, done, failed, see, signed_in, to
from kontuar.web.pages.cases.compose import key_of


@require_POST
def cancel(request: HttpRequest, deed_id: int) -> HttpResponse:
    """Before it leaves; a refused one is put away."""
    deed = _mine(request, deed_id)
    try:
        deeds.cancel(deed, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("Taken back; nothing left."), _back(request))


@require_POST
def settle(request: HttpRequest, deed_id: int) -> HttpResponse:
    """A person looked at the marketplace: ``happened`` is 1 or 0."""
    deed, happened = _mine(request, deed_id), request.POST.get("happened") == "1"
    try:
        deeds.settle_unsure(deed, happened, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("Noted."), _back(request))


@require_POST
def again(request: HttpRequest, deed_id: int) -> HttpResponse:
    """The same once more."""
    deed, looked = _mine(request, deed_id), request.POST.get("i_looked") == "1"
    try:
        deeds.send_again(deed, signed_in(request), key=key_of(request), i_looked=looked, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, _back(request))
    return done(request, _("It is on its way again."), _back(request))


@require_safe
def on_marketplace(request: HttpRequest, deed_id: int) -> HttpResponse:
    """To the order's or rating's page there, so that a person can look."""
    deed = _mine(request, deed_id)
    kind, number = "rating", deed.rating.external_id if deed.rating else ""
    if deed.order is not None:
        kind, number = "order", deed.order.external_id
    url = links.to_platform(deed.account, kind, number)
    if not url:
        raise Http404
    return see(url)


def _mine(request: HttpRequest, deed_id: int) -> OutgoingDeed:
    found = query.one(signed_in(request), deed_id)
    if found is None:
        raise Http404
    return found.deed


def _back(request: HttpRequest) -> str:
    return back_to(request, to("outbox") + "#others").headers["Location"]
