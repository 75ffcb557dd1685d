"""Say by hand who the person of a noted talk is elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import same_person
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Buyer, Case, SearchRow
from kontuar.store.queries import access, search
from kontuar.store.queries.search import Wish
from kontuar.store.queries.search_hits import Hit
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases.reply import case_of

MOST = 20
LONGEST = 120


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Search among the buyers one may work with; one click ties."""
    case, by = _case(request, case_id), signed_in(request)
    if request.method == "POST":
        return _tie(request, case)
    typed = request.GET.get("q", case.buyer.login)[:LONGEST]
    group = search.more(by, Wish(typed=typed, kind=SearchRow.Kind.BUYER)) if typed.strip() else None
    found = [one for one in (group.hits if group else ()) if one.pk != case.buyer_id]
    context = {"case": case, "typed": typed, "hits": _workable(found, request)}
    return render(request, "intake/who.html", context)


@require_POST
def part(request: HttpRequest, case_id: int) -> HttpResponse:
    """It was somebody else after all."""
    case, by = _case(request, case_id), signed_in(request)
    try:
        same_person.part(case, by, now=look_now().now)
    except ActionProblem as problem:
        return failed(request, problem, to("case", case_id))
    return done(request, _("Untied: this buyer stands alone again."), to("case", case_id))


def _tie(request: HttpRequest, case: Case) -> HttpResponse:
    by, told = signed_in(request), request.POST.get("kto", "")
    number = int(told) if told.isdecimal() and len(told) < 16 else 0
    other = get_object_or_404(Buyer, pk=number, account__in=access.workable_ids(by))
    try:
        same_person.tie(case, other, by, now=look_now().now)
    except ActionProblem as problem:
        return failed(request, problem, to("case", case.pk))
    words = _("Tied: what %(name)s wrote and bought elsewhere stands beside the talk now.")
    return done(request, words % {"name": other.login}, to("case", case.pk))


def _case(request: HttpRequest, case_id: int) -> Case:
    case = case_of(request, case_id)
    if not access.can_work(signed_in(request), case.account_id):
        raise Http404
    return case


def _workable(hits: list[Hit], request: HttpRequest) -> list[Hit]:
    """Of accounts where the person may answer."""
    pks = [one.pk for one in hits]
    mine = Buyer.objects.filter(pk__in=pks, account__in=access.workable_ids(signed_in(request)))
    known = set(mine.values_list("pk", flat=True))
    return [one for one in hits if one.pk in known][:MOST]
