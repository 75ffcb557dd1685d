"""How often one person (or one address, before sign-in) may do what costs much or invites guessing; and no NUL gets in.

Counted in the memory of each web process: n processes allow n times as much. What must hold across processes
is counted in the database: wrong sign-ins and codes (allauth), invitations (``actions/team``).
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kontuar.web.sign_in import counted_as

MOST_KEYS = 10_000
"""People and addresses remembered at once; the one not seen longest is forgotten first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most ``times`` within ``seconds``."""

    times: int
    seconds: float


LIMITS = {
    "search": Limit(times=120, seconds=60),
    "invitation": Limit(times=20, seconds=60),
    "start": Limit(times=10, seconds=60),
    "team-invite": Limit(times=30, seconds=600),
}
"""By the name of the address. ``start`` and ``invitation`` are open to strangers, who might guess."""
UPLOADS = Limit(times=60, seconds=600)
"""Posts that carry files, to whatever address."""


@dataclass(slots=True)
class Counter:
    """When each key came, as far back as its limit looks. Safe for threads."""

    clock: Callable[[], float] = time.monotonic
    _came: "OrderedDict[tuple[str, str], deque[float]]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, what: str, who: str, limit: Limit) -> bool:
        """Count this time, unless there were too many already."""
        now = self.clock()
        with self._lock:
            times = self._came.setdefault((what, who), deque(maxlen=limit.times))
            self._came.move_to_end((what, who))
            if len(self._came) > MOST_KEYS:
                self._came.popitem(last=False)
            if len(times) == limit.times and now - times[0] < limit.seconds:
                return False
            times.append(now)
            return True


class Limits:
    """Stands last; a page that is asked too often answers 429 and says when to go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.counter = Counter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Called when it is known which page is wanted."""
        name = request.resolver_match.url_name if request.resolver_match else None
        what, limit = (name or "", LIMITS.get(name or ""))
        if request.method == "POST" and request.content_type == "multipart/form-data":
            what, limit = "upload", UPLOADS
        if limit is None or self.counter.allows(what, _who(request), limit):
            if has_nul(request):
                raise SuspiciousOperation("NUL")
            return None
        answer = render(request, "slow_down.html", status=429)
        answer.headers["Retry-After"] = str(int(limit.seconds))
        return answer


def has_nul(request: HttpRequest) -> bool:
    """The one character PostgreSQL keeps in no text: forms refuse it, what is read without a form would fail later."""
    if "%00" in request.META.get("QUERY_STRING", ""):
        return True  # in an address itself no page has a place for it
    return request.method == "POST" and any(
        "\0" in one for name, values in request.POST.lists() for one in (name, *values)
    )


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return f"address {counted_as(request.META.get('REMOTE_ADDR', ''))}"
