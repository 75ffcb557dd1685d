"""The day's rhythm: what a person set for himself, and where it leads."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import rhythm
from kontuar.actions.errors import ActionProblem
from kontuar.actions.rhythm_calendar import calendar
from kontuar.store.queries import rhythm as query
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.rhythm.forms import Plan
from kontuar.web.pages.rhythm.words import letter
from kontuar.web.problems import tell

LATELY = timedelta(days=7)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The plan's form."""
    user, look = signed_in(request), look_now()
    row = query.plan_of(user)
    form = Plan(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            rhythm.settle(user, **form.values(), now=timezone.now())
            return done(request, _("Saved."), to("rhythm"))
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "form": form,
        "look": look,
        "next_at": rhythm.next_look(row, calendar(now=look.now), now=look.now),
        "has_mail": settings.MAIL_IS_ON,
        "letters": [letter(one, look) for one in query.letters_of(user, look.now - LATELY)],
    }
    return render(request, "rhythm/show.html", context, status=422 if form.errors else 200)
