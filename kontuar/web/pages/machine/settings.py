"""The settings of the language model. Everybody may read them, an owner of the desk changes them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import machine
from kontuar.actions.errors import ActionProblem
from kontuar.store.queries.desk import the_desk
from kontuar.web.going import done, signed_in, to
from kontuar.web.pages.machine.forms import Model
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form."""
    user = signed_in(request)
    form = Model(request.POST if request.method == "POST" else None, desk=the_desk())
    if request.method == "POST" and form.is_valid():
        try:
            machine.set_up(user, **form.cleaned_data, now=timezone.now())
            return done(request, _("Saved."), to("machine"))
        except ActionProblem as problem:
            tell(form, problem)
    context = {"form": form, "is_owner": user.is_owner}
    return render(request, "machine/settings.html", context, status=422 if form.errors else 200)
