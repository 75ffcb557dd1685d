"""Office hours, days off, small times. Everybody may read them, an owner changes them."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import desk as action
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Desk
from kontuar.store.queries.desk import Holiday, holidays_between, the_desk
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.settings import hours_words
from kontuar.web.pages.settings.forms import Hours
from kontuar.web.problems import tell

YEAR = timedelta(days=365)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, and the holidays of the coming year beneath."""
    user, desk = signed_in(request), the_desk()
    form = Hours(request.POST if request.method == "POST" else None, desk=desk)
    if request.method == "POST" and form.is_valid():
        try:
            action.save_hours(user, **form.values(), now=timezone.now())
            return done(request, _("Saved."), to("settings"))
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "form": form,
        "holidays": _coming(desk),
        "is_owner": user.is_owner,
        "texts": hours_words.texts(desk),
    }
    return render(request, "settings/hours.html", context, status=422 if form.errors else 200)


def _coming(desk: Desk) -> list[Holiday]:
    today = look_now().today()
    return holidays_between(desk.country, today, today + YEAR, language=get_language() or "")
