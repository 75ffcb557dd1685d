"""The automatic answer out of hours: which accounts have it, what it says, what it would have done last week."""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kontuar.actions import away as action
from kontuar.actions import away_wanted
from kontuar.actions.errors import ActionProblem
from kontuar.actions.ways import HAND_PLATFORMS
from kontuar.drafters import away as drafter
from kontuar.store.queries import access
from kontuar.web import labels
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now

SHOWN = 50


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The accounts the person sees, each with its state."""
    user = signed_in(request)
    rows = [
        {"account": one, "setting": action.setting(one), "may": access.can_own(user, one.pk)}
        for one in access.accounts(user).exclude(platform__in=HAND_PLATFORMS).order_by("connected_at", "pk")
    ]
    return render(request, "away/list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: the words, the dry run, the switch. Owners of the account alone."""
    user, look = signed_in(request), look_now()
    row = get_object_or_404(access.accounts(user).exclude(platform__in=HAND_PLATFORMS), pk=account_id)
    if not access.can_own(user, row.pk):
        raise Http404
    if request.method == "POST":
        is_on, has_own = request.POST.get("on") == "1", "has_own" in request.POST
        try:
            action.allow(row, user, is_on=is_on, has_own=has_own, now=look.now)
        except ActionProblem as problem:
            return failed(request, problem, to("away-account", row.pk))
        said = _("Permitted: it answers out of hours.") if is_on and not has_own else _("It sends nothing.")
        return done(request, said, to("away-account", row.pk))
    back = away_wanted.back_at(row, now=look.now)
    zone, shown_at = ZoneInfo(row.zone), back or look.morning(1)
    run = action.dry_run(row, user, now=look.now)
    context = {
        "account": row,
        "setting": action.setting(row),
        "texts": [(code, drafter.draft(shown_at, language=code, zone=zone)) for code in drafter.LANGUAGES],
        "back": labels.day_and_time(back, look) if back else "",
        "run": run,
        "found": [
            {
                "case": one.case,
                "buyer": one.case.buyer.name or one.case.buyer.login,
                "at": labels.moment(one.written_at, look),
                "text": " ".join(one.text.split())[:120],
            }
            for one in run.found[:SHOWN]
        ],
    }
    return render(request, "away/one.html", context)
