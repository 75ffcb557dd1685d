"""The owner ends his own value: the rule's holds again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import overrides
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import RuleOverride
from kontuar.web.going import done, failed, signed_in, to


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the rule's page."""
    row = get_object_or_404(RuleOverride, pk=pk)
    page = to("rule", row.book, row.rule_id)
    try:
        overrides.end(signed_in(request), pk, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, page)
    return done(request, _("The rule's own value holds again. All duties are being counted anew."), page)
