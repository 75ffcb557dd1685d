"""Notices that somebody is still there, ends sessions that grew old, asks for a second factor where it is due.

What is known of a visit lies in its session, which every page loads anyway; the row is written at most every
few minutes. So a page costs no query more.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from kontuar.actions import visits
from kontuar.store.models import User
from kontuar.store.queries.factors import lacks_one
from kontuar.store.queries.once import one_reading
from kontuar.web.devices import device, network
from kontuar.web.going import see

SESSION_KEY = "visit"
EVERY = timedelta(minutes=5)
"""How often a visit is written down."""
IDLE = timedelta(hours=12)
"""After that long without a page a browser that was not told to stay signed in has to sign in again."""
LONGEST = timedelta(days=30)
"""After that everybody signs in again."""
WITHOUT_FACTOR = ("/bezpieczenstwo/", "/konto/", "/pomoc/", "/health", "/ready")
"""What opens for a person who still has to add a second factor."""

READING = frozenset({"GET", "HEAD"})


@dataclass(slots=True, kw_only=True)
class Mark:
    """A visit as its session knows it. Times are seconds since 1970, UTC."""

    pk: int
    key: str
    began: float
    seen: float
    lacks: bool = False


class Presence:
    """Stands last: whoever gets here is signed in, or on one of the open pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        now = timezone.now()
        mark = _read(request)
        if mark and _is_over(request, mark, now):
            logout(request)
            return _to_the_door(request)
        if mark is None or mark.key != request.session.session_key or _age(mark.seen, now) >= EVERY:
            mark = _note(request, request.user, mark, now)
        if mark.lacks and not request.path.startswith(WITHOUT_FACTOR):
            if lacks_one(request.user):
                return _to_the_factor(request)
            look_again(request)
        with one_reading() if request.method in READING else nullcontext():
            answer = self.get_response(request)
        return _kept_by_nobody(answer, is_out=not request.user.is_authenticated)


def look_again(request: HttpRequest) -> None:
    """Something about the person's factors changed: the next page looks anew."""
    mark = _read(request)
    if mark:
        mark.seen = 0
        request.session[SESSION_KEY] = asdict(mark)


def _kept_by_nobody(answer: HttpResponse, *, is_out: bool) -> HttpResponse:
    """No cache between keeps a person's page, and signing out empties the browser's own.

    ``no-store`` would say more, but then a half-typed answer is lost when somebody goes back to it.
    """
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    if is_out:
        answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _read(request: HttpRequest) -> Mark | None:
    kept = request.session.get(SESSION_KEY)
    return Mark(**kept) if isinstance(kept, dict) else None


def _is_over(request: HttpRequest, mark: Mark, now: datetime) -> bool:
    if _age(mark.began, now) >= LONGEST:
        return True
    return bool(mark.seen) and request.session.get_expire_at_browser_close() and _age(mark.seen, now) >= IDLE


def _note(request: HttpRequest, user: User, mark: Mark | None, now: datetime) -> Mark:
    key = str(request.session.session_key)
    place = network(request.META.get("REMOTE_ADDR", ""))
    if mark is None or not visits.seen(mark.pk, user, session_key=key, network=place, now=now):
        agent = device(request.headers.get("User-Agent", ""))
        row = visits.begin(user, session_key=key, device=agent, network=place, now=now)
        began = mark.began if mark else now.timestamp()
        mark = Mark(pk=row.pk, key=key, began=began, seen=0)
    mark.key, mark.seen, mark.lacks = key, now.timestamp(), lacks_one(user)
    request.session[SESSION_KEY] = asdict(mark)
    return mark


def _age(since: float, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(since, UTC)


def _to_the_door(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def _to_the_factor(request: HttpRequest) -> HttpResponse:
    return HttpResponseClientRefresh() if getattr(request, "htmx", False) else see(reverse("security"))
