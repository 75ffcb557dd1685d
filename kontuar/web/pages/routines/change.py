"""Making a routine, changing it, switching it on and off."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import routines as action
from kontuar.actions import template_list
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import DeskRoutine
from kontuar.store.queries import routines as query
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.routines import words
from kontuar.web.pages.routines.forms import RoutineForm
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, routine_id: int) -> HttpResponse:
    """One of those there are."""
    return _form(request, row_of(request, routine_id))


@require_POST
def switch(request: HttpRequest, routine_id: int) -> HttpResponse:
    """On or off."""
    row, by, is_on = row_of(request, routine_id), signed_in(request), request.POST.get("on") == "1"
    said = _("It is on. It is asked when a buyer writes.") if is_on else _("It is off.")
    return _do(request, lambda: action.switch(row, by, is_on=is_on, now=timezone.now()), said)


@require_POST
def up(request: HttpRequest, routine_id: int) -> HttpResponse:
    """Asked earlier."""
    row, by = row_of(request, routine_id), signed_in(request)
    return _do(request, lambda: action.move_up(row, by, now=timezone.now()), _("Moved up."))


@require_POST
def remove(request: HttpRequest, routine_id: int) -> HttpResponse:
    """Gone; what it did stays in the log."""
    row, by = row_of(request, routine_id), signed_in(request)
    said = _("The routine is gone. What it did stays.")
    return _do(request, lambda: action.remove(row, by, now=timezone.now()), said)


def row_of(request: HttpRequest, routine_id: int) -> DeskRoutine:
    """One the person may see, else 404."""
    return get_object_or_404(query.visible(signed_in(request)), pk=routine_id)


def _form(request: HttpRequest, row: DeskRoutine | None) -> HttpResponse:
    by = signed_in(request)
    form = RoutineForm(
        request.POST if request.method == "POST" else None,
        row=row,
        known=words.names(by),
        templates=[(one.ref, one.name) for one in template_list.everything(by, get_language() or "")],
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = action.keep(
                by,
                name=form.cleaned_data["name"],
                conditions=form.conditions(),
                steps=form.steps(),
                is_last=form.cleaned_data["is_last"],
                row=row,
                now=timezone.now(),
            )
            return done(
                request, _("Saved. Nothing happens before it is switched on."), to("routine-try", kept.pk)
            )
        except ActionProblem as problem:
            tell(form, problem)
    may = action.owns_one(by) and (row is None or action.may_change(row, by))
    context = {"form": form, "row": row, "may": may}
    return render(request, "routines/change.html", context, status=422 if form.errors else 200)


def _do(request: HttpRequest, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except ActionProblem as problem:
        return failed(request, problem, to("routines"))
    return done(request, said, to("routines"))
