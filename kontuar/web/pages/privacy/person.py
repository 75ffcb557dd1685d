"""One buyer: what is kept of him, to be handed over or to be forgotten."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kontuar.actions import export_buyer, forget, forget_plan
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Buyer, User
from kontuar.store.queries import access
from kontuar.store.queries.person import login_of, same
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.privacy import words
from kontuar.web.pages.privacy.forms import Forget
from kontuar.web.problems import tell

IN_MEMORY = 5_000_000


def _person(user: User, buyer_id: int) -> tuple[Buyer, list[Buyer]]:
    """This buyer, and the same person at every account of which the asking one is an owner."""
    mine = access.account_ids(user)
    buyer = get_object_or_404(
        Buyer.objects.select_related("account").filter(account_id__in=mine), pk=buyer_id
    )
    if not access.can_own(user, buyer.account_id):
        raise PermissionDenied
    return buyer, same([buyer], accounts=[one for one in mine if access.can_own(user, one)])


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, buyer_id: int) -> HttpResponse:
    """The dry run, and the form that does it."""
    user, look = signed_in(request), look_now()
    buyer, people = _person(user, buyer_id)
    plan = forget_plan.plan(people, now=look.now)
    login = login_of(buyer)
    form = Forget(request.POST or None, login=login, is_doubtful=plan.is_doubtful)
    if request.method == "POST" and form.is_valid():
        try:
            is_meant = bool(form.cleaned_data.get("even_if_open"))
            forget.forget(people, by=user, is_insisted=is_meant, now=timezone.now())
            return done(request, _("Forgotten. What is left names nobody."), to("privacy"))
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "buyer": buyer,
        "login": login,
        "people": people,
        "form": form,
        "open": words.open_things(plan, look),
        "notes": words.notes(plan),
        "goes": [words.kind(kind, count) for kind, count in plan.removed],
        "stays": [words.kind(kind, count) for kind, count in plan.blanked],
        "size": words.megabytes(plan.file_bytes),
    }
    return render(request, "privacy/person.html", context, status=422 if form.errors else 200)


@require_safe
def download(request: HttpRequest, buyer_id: int) -> HttpResponseBase:
    """Everything of this buyer as an archive."""
    user = signed_in(request)
    _buyer, people = _person(user, buyer_id)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    try:
        export_buyer.export(people, file, by=user, now=timezone.now())
    except ActionProblem as problem:
        file.close()
        return failed(request, problem, to("privacy-buyer", buyer_id))
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"kontuar-{buyer_id}.zip", content_type="application/zip"
    )
