"""What people do with an order: a parcel's number, its state, an invoice. Each deed is a POST."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import deeds
from kontuar.actions.errors import ActionProblem, Doubtful, Invalid
from kontuar.store.models import OutgoingDeed
from kontuar.store.queries import order as query
from kontuar.store.queries.order import OrderView
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.cases.compose import files_of, key_of
from kontuar.web.pages.orders import one
from kontuar.web.pages.orders.asked import Tried

type Deed = Callable[[HttpRequest, OrderView, Look], OutgoingDeed]


@require_POST
def tracking(request: HttpRequest, order_id: int) -> HttpResponse:
    """Add a parcel's number."""

    def deed(request: HttpRequest, view: OrderView, look: Look) -> OutgoingDeed:
        return deeds.add_tracking(
            view.card.row,
            request.POST.get("carrier", ""),
            request.POST.get("waybill", ""),
            signed_in(request),
            key=key_of(request),
            now=look.now,
            carrier_name=request.POST.get("carrier_name", ""),
            anyway="anyway" in request.POST,
        )

    return _do(request, order_id, "tracking", deed, _("The number is on its way to the marketplace."))


@require_POST
def state(request: HttpRequest, order_id: int) -> HttpResponse:
    """Set the state of the order on the marketplace."""

    def deed(request: HttpRequest, view: OrderView, look: Look) -> OutgoingDeed:
        return deeds.set_fulfilment(
            view.card.row,
            request.POST.get("status", ""),
            signed_in(request),
            key=key_of(request),
            now=look.now,
            seen=request.POST.get("seen", ""),
        )

    return _do(request, order_id, "state", deed, _("The state is on its way to the marketplace."))


@require_POST
def invoice(request: HttpRequest, order_id: int) -> HttpResponse:
    """Add an invoice."""

    def deed(request: HttpRequest, view: OrderView, look: Look) -> OutgoingDeed:
        files = files_of(request)
        if not files:
            raise Invalid("no-file", _("Choose the invoice's file first. Nothing was sent."), field="files")
        return deeds.add_invoice(
            view.card.row,
            files[0],
            request.POST.get("number", ""),
            signed_in(request),
            key=key_of(request),
            now=look.now,
            anyway="anyway" in request.POST,
        )

    return _do(request, order_id, "invoice", deed, _("The invoice is on its way to the marketplace."))


def _do(request: HttpRequest, order_id: int, form: str, deed: Deed, words: str) -> HttpResponse:
    view, look = query.view(signed_in(request), order_id), look_now()
    if view is None:
        raise Http404
    try:
        made = deed(request, view, look)
    except ActionProblem as problem:
        tried = Tried(
            form=form,
            problem=str(problem.text),
            field=str(getattr(problem, "field", "")),
            can_insist=isinstance(problem, Doubtful),
            values={name: value for name, value in request.POST.items() if isinstance(value, str)},
        )
        return one.answer(request, view, look, tried=tried)
    if made.state == OutgoingDeed.State.CANCELLED:
        words = _("Taken back; nothing left.")
    return done(request, words, to("order", order_id))
