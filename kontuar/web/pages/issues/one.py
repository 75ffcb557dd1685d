"""One issue: what is owed and by when first, then what the buyer wants, what does not agree, the talk."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import issues, links, windows
from kontuar.actions.errors import ActionProblem
from kontuar.store import rebuild
from kontuar.store.models import Issue
from kontuar.store.queries import access
from kontuar.store.queries import issues as query
from kontuar.store.queries.issues import IssueView
from kontuar.web import labels, labels_sales, labels_windows, order_card
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.order_pane import first_item
from kontuar.web.pages.issues.card import card
from kontuar.web.pages.issues.listing import list_pane
from kontuar.web.pages.issues.words import status_of


@require_safe
def page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """The page; the issue alone when the list is already there."""
    view, look = query.view(signed_in(request), issue_id), look_now()
    if view is None:
        raise Http404
    context = _area(view, look)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "issues/one.html#area", context)
    return render(request, "issues/one.html", context | list_pane(request, look))


@require_POST
def say(request: HttpRequest, issue_id: int) -> HttpResponse:
    """A person says what the marketplace's own page shows; an empty answer takes it back."""
    user = signed_in(request)
    issue = get_object_or_404(Issue, pk=issue_id, account_id__in=access.account_ids(user))
    status = "" if "forget" in request.POST else request.POST.get("status", "")
    try:
        if status:
            issues.say_panel(issue, status, user, now=timezone.now())
        else:
            issues.forget_panel(issue, user, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("issue", issue_id))
    words = _("Noted. The clocks follow what the page shows.") if status else _("Taken back.")
    return done(request, words, to("issue", issue_id))


def _order(view: IssueView, look: Look) -> dict[str, str]:
    """The order it is about: what was bought, where it stands and when."""
    row = view.order
    if row is None:
        return {}
    notes = (
        labels.order_state(row.state, row.fulfilment),
        labels.dated(row.bought_at, look) if row.bought_at else "",
    )
    return {"order_name": first_item(row.fact), "order_note": " · ".join(note for note in notes if note)}


def _windows(view: IssueView, look: Look) -> SafeString:
    """What still runs for its order."""
    row = view.order
    if row is None:
        return order_card.windows([])
    found = windows.of_order(row, rebuild.order(row), row.shipments.all(), now=look.now)
    return order_card.windows(labels_windows.lines(found, look, view.account.platform))


def _area(view: IssueView, look: Look) -> dict[str, Any]:
    issue = view.issue
    return {
        "look": look,
        "pane": "thread",
        "view": view,
        "issue": card(view, look),
        "issue_id": issue.pk,
        "url": links.to_issue(issue),
        "platform": labels.platform(view.account.platform),
        "account_name": str(view.account),
        "letter": labels.mark(view.account.platform),
        "order_url": to("order", view.order.pk) if view.order else "",
        **_order(view, look),
        "windows": _windows(view, look),
        "case_url": to("case", view.case.pk) if view.case else "",
        "refunds": [
            (
                labels.money(row.amount, row.currency) if row.amount is not None else "",
                labels_sales.refund_state(row.status),
                row.status in {"called_off", "failed"},
            )
            for row in view.refunds
        ],
        "siblings": [
            (
                to("issue", row.pk),
                labels_sales.issue_kind(row.kind),
                labels_sales.issue_status(row.kind, status_of(row)),
            )
            for row in view.siblings
        ],
        "support": query.support(issue),
    }
