"""Signing out elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kontuar.actions import visits
from kontuar.store.models import Visit
from kontuar.web.again import asks_again
from kontuar.web.going import done, signed_in, to


@require_POST
@asks_again
def one(request: HttpRequest, visit_id: int) -> HttpResponse:
    """That browser is signed out at once."""
    user = signed_in(request)
    visit = get_object_or_404(Visit, pk=visit_id, user=user)
    visits.end(visit, user, now=timezone.now())
    return done(request, _("Signed out there."), to("security"))


@require_POST
@asks_again
def others(request: HttpRequest) -> HttpResponse:
    """Every browser but this one."""
    user = signed_in(request)
    count = visits.end_others(user, user, keep=str(request.session.session_key), now=timezone.now())
    words = ngettext("Signed out at %(n)d other place.", "Signed out at %(n)d other places.", count)
    return done(request, words % {"n": count}, to("security"))
