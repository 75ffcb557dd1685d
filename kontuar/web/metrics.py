"""``/metrics`` for Prometheus: numbers of the desk and of this process.

With ``KONTUAR_METRICS_TOKEN`` for whoever brings it (``Authorization: Bearer …``); without it for this machine alone,
and for nobody at all behind a proxy, where everybody looks like this machine. Anybody else finds no such page.
"""

import hmac
import ipaddress

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kontuar.connector_kit import meters
from kontuar.store.queries import metrics as query
from kontuar.web.watched import FORWARDED

FORM = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """What was counted; without the database what this process knows by itself."""
    if not _may(request):
        raise Http404
    is_up = 1
    try:
        of_all = query.gauges(now=timezone.now())
    except DatabaseError:
        of_all, is_up = "", 0
    up = meters.gauge("kontuar_database_up", "Whether the database answers.", {(): is_up})
    return HttpResponse(up + of_all + meters.counted(), content_type=FORM)


def _may(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if settings.TRUSTED_PROXIES or request.META.get(FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
