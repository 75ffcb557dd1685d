"""Lists of conversations people keep: keep one, change it, see how many stand in each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kontuar.actions import views as action
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import SavedView
from kontuar.store.queries import views as query
from kontuar.store.queries.views import MOST_COUNTED
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.inbox.forms import ViewForm
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """All lists, and a form for one more."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """One list."""
    return _form(request, _row(request, view_id))


@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """The list goes; no conversation is touched."""
    try:
        action.remove(_row(request, view_id), signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("views"))
    return done(request, _("The list is gone. No conversation was touched."), to("views"))


@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    """The menu again, with how many stand in each list: asked for only when somebody opens it."""
    return render(request, "inbox/views.html#menu", {"lines": _lines(request)})


def _form(request: HttpRequest, row: SavedView | None) -> HttpResponse:
    user = signed_in(request)
    form = ViewForm(
        request.POST if request.method == "POST" else None,
        user=user,
        name=row.name if row else "",
        filters=query.read(row.wish if row else request.GET.dict()),
        is_shared=bool(row and row.is_shared),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept = action.keep(
                user,
                name=given["name"],
                filters=form.filters(),
                is_shared=given["is_shared"],
                view=row,
                now=timezone.now(),
            )
            return done(request, _("The list is kept."), f"{to('inbox')}?w={kept.pk}")
        except ActionProblem as problem:
            tell(form, problem)
    may = row is None or action.may_change(row, user)
    context = {"form": form, "row": row, "may": may, "lines": [] if row else _lines(request)}
    return render(request, "inbox/views.html", context, status=422 if form.errors else 200)


def _lines(request: HttpRequest) -> list[dict[str, Any]]:
    user, now = signed_in(request), timezone.now()
    found = []
    for view in query.of(user):
        count = query.count(user, view.filters, now=now)
        words = "" if count is None else f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
        found.append({"view": view, "count": words if count else ""})
    return found


def _row(request: HttpRequest, view_id: int) -> SavedView:
    """One's own or a shared one, else 404."""
    return get_object_or_404(
        SavedView, pk=view_id if query.one(signed_in(request), view_id) is not None else 0
    )
