"""The evidence of one order on a page that can be printed or saved as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.store import rebuild
from kontuar.store.queries import evidence
from kontuar.web import labels
from kontuar.web.going import signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.evidence import words


@require_safe
def page(request: HttpRequest, order_id: int) -> HttpResponse:
    """With ``bez=slow`` messages are told by date and sender alone: a carrier need not read the talk."""
    found, look = evidence.of_order(signed_in(request), order_id), look_now()
    if found is None:
        raise Http404
    has_words = request.GET.get("bez") != "slow"
    fact = rebuild.order(found.order)
    context = {
        "look": look,
        "number": found.order.external_id,
        "platform": labels.platform(found.account.platform),
        "facts": words.terms(found, fact, look),
        "items": [
            (line.name, line.quantity, labels.money(line.price.amount, line.price.currency))
            for line in fact.lines
        ],
        "events": words.events(found, look, has_words=has_words),
        "has_more": found.has_more,
        "has_words": has_words,
        "made": labels.absolute(look.now, look),
        "order_url": to("order", order_id),
    }
    return render(request, "evidence/show.html", context)
