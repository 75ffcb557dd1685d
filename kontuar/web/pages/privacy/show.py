"""How long what is kept, how far back accounts are read, and words for the seller's own papers."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import retention, retention_find
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import User
from kontuar.store.queries import access
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.privacy.forms import KINDS, Months
from kontuar.web.pages.privacy.words import lines
from kontuar.web.problems import tell

HERE = Path(__file__).parent


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form shows its dry run first; what was shown is then saved by a second button."""
    user, look = signed_in(request), look_now()
    held = retention_find.policy()
    form = Months(request.POST if request.method == "POST" else None, months=held)
    shown: dict[str, int] | None = None
    if request.method == "POST" and form.is_valid():
        shown = form.values()
        if "save" in request.POST:
            try:
                retention.settle(user, shown, now=timezone.now())
                return done(request, _("Saved. What is too old goes within the next hours."), to("privacy"))
            except ActionProblem as problem:
                tell(form, problem)
    context = _context(user, form, held if shown is None else shown, look) | {"is_tried": shown is not None}
    return render(request, "privacy/show.html", context, status=422 if form.errors else 200)


def _context(user: User, form: Months, months: dict[str, int], look: Look) -> dict[str, Any]:
    names = {kind: str(label) for kind, label, _words in KINDS}
    found = retention_find.report(months, now=look.now) if user.is_owner else []
    return {
        "form": form,
        "fields": [form[kind] for kind, _label, _words in KINDS],
        "found": lines(found, names, look),
        "is_owner": user.is_owner,
        "look": look,
        "accounts": access.accounts(user).order_by("pk"),
        "papers": [
            (_("For the privacy notice"), text_of("notice")),
            (_("For the record of processing"), text_of("record")),
        ],
    }


def text_of(name: str) -> str:
    """A text to be copied, in Polish or English."""
    language = "pl" if (get_language() or "").startswith("pl") else "en"
    return (HERE / "texts" / f"{name}.{language}.txt").read_text(encoding="utf-8")
