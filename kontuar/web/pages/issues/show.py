"""Issues: the list, before one is chosen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.web.look import look_now
from kontuar.web.pages.issues.listing import list_pane


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page; its list alone for the poll, the next lines alone for "more"."""
    look = look_now()
    context = {"look": look, "pane": "list", **list_pane(request, look)}
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx and htmx.target == "list":
        return render(request, "issues/list.html#list", {**context, "is_news": True})
    if htmx and "po" in request.GET:
        return render(request, "issues/list.html#rows", context)
    return render(request, "issues/show.html", context)
