"""What a person sets for himself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import team
from kontuar.web.going import done, signed_in, to
from kontuar.web.pages.settings.forms import Profile

FIELDS = ("display_name", "email", "signature", "language", "theme", "has_keys")


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; the answer already speaks the new language."""
    user = signed_in(request)
    form = Profile(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(user, name) for name in FIELDS},
    )
    if request.method == "POST" and form.is_valid():
        team.set_preferences(user, **form.cleaned_data, now=timezone.now())
        with translation.override(form.cleaned_data["language"]):
            return done(request, _("Saved."), to("profile"))
    return render(request, "settings/profile.html", {"form": form}, status=422 if form.errors else 200)
