"""One offer: how long its parcels take, and what its buyers have to name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import handling, links, offer_choices
from kontuar.actions.errors import ActionProblem
from kontuar.facts.choices import ChoiceKind
from kontuar.store.models import Offer
from kontuar.store.queries import access
from kontuar.store.queries import handling as query
from kontuar.web import labels
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.offers import times_words

LETTERS = 4000
"""Of the field of options: more than all of them can have."""


@require_safe
def page(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The page."""
    return _render(request, offer_id)


@require_POST
def change(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Keep what buyers have to name, or let it go."""
    user, offer = signed_in(request), _offer(request, offer_id)
    if not access.can_work(user, offer.account_id):
        raise Http404
    options = request.POST.get("options", "")[:LETTERS]
    kind, now = request.POST.get("kind", ""), timezone.now()
    try:
        if request.POST.get("do") == "drop":
            offer_choices.drop(offer, user, now=now)
            return done(request, _("Buyers of this offer need not name anything."), to("offer", offer_id))
        offer_choices.keep(offer, user, kind=kind, options=_split(options), now=now)
    except ActionProblem as problem:
        return _render(request, offer_id, problem=str(problem.text), options=options, kind=kind)
    return done(request, _("Kept. Orders from now on are looked at for it."), to("offer", offer_id))


def _split(text: str) -> list[str]:
    return [part.strip() for line in text.splitlines() for part in line.split(",")]


def _offer(request: HttpRequest, offer_id: int) -> Offer:
    offer = query.offer(signed_in(request), offer_id)
    if offer is None:
        raise Http404
    return offer


def _render(
    request: HttpRequest, offer_id: int, *, problem: str = "", options: str = "", kind: str = ""
) -> HttpResponse:
    user, look = signed_in(request), look_now()
    found = handling.of_offer(user, offer_id, now=look.now)
    if found is None:
        raise Http404
    offer, choice = found.offer, found.choice
    context = {
        "look": look,
        "offer": offer,
        "platform": labels.platform(offer.account.platform),
        "url": links.to_platform(offer.account, "offer", offer.external_id),
        "facts": times_words.facts(found.handling),
        "history": times_words.history(found.handling),
        "suggestion": times_words.suggestion(found.handling),
        "payout": times_words.payout(found.handling, labels.platform(offer.account.platform)),
        "choice": choice,
        "chosen": kind_in_words(choice.kind) if choice else "",
        "verdict": verdict(found.verdict, labels.platform(offer.account.platform)),
        "left_out": (found.left_out, found.asked) if found.asked else None,
        "kinds": [(one.value, kind_in_words(one.value)) for one in ChoiceKind],
        "kind": kind or (choice.kind if choice else ""),
        "options": options or (", ".join(choice.options) if choice else ""),
        "can_work": access.can_work(user, offer.account_id),
        "problem": problem,
    }
    return render(request, "offers/one.html", context, status=422 if problem else 200)


def kind_in_words(kind: str) -> str:
    """What the buyer has to name."""
    return {
        "colour": pgettext("choice", "colour"),
        "pattern": pgettext("choice", "pattern"),
        "size": pgettext("choice", "size"),
        "model": pgettext("choice", "model"),
        "text": pgettext("choice", "text"),
        "other": pgettext("choice", "something else"),
    }.get(kind, kind)


def verdict(code: str, platform: str) -> str:
    """What the marketplace says of leaving it to the buyer."""
    said = {
        "not_left_open": _(
            "%(platform)s does not let this be chosen inside one offer: make offers with variants."
        ),
        "while_in_stock": _("%(platform)s allows this only with an up-to-date list of what there is."),
    }
    return said[code] % {"platform": platform} if code in said else ""
