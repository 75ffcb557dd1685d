"""What they wrote back, or what we answered there already."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import intake
from kontuar.actions.errors import ActionProblem
from kontuar.actions.ways import is_by_hand
from kontuar.store.queries import access
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases.reply import case_of
from kontuar.web.pages.intake.forms import WroteBack
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The form on a page of its own; the composer holds the same one."""
    case, by, look = case_of(request, case_id), signed_in(request), look_now()
    if not is_by_hand(case.account) or not access.can_work(by, case.account_id):
        raise Http404
    form = WroteBack(request.POST if request.method == "POST" else None, look=look)
    if request.method == "POST" and form.is_valid():
        try:
            taken = intake.go_on(case, by, form.noted(), now=look.now)
        except ActionProblem as problem:
            tell(form, problem)
        else:
            words = _("Noted.") if taken.is_new else _("This is here already.")
            return done(request, words, to("case", taken.case.pk))
    context = {"form": form, "case": case}
    return render(request, "intake/back.html", context, status=422 if form.errors else 200)
