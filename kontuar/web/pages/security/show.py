"""The page: what guards this sign-in, and where it is open."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kontuar.store.queries import factors
from kontuar.store.queries.visits import visits
from kontuar.web.going import signed_in
from kontuar.web.look import look_now


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything about one's own sign-in on one page."""
    look, user = look_now(), signed_in(request)
    kept = factors.factors(user)
    codes = next((one for one in kept if one.type == factors.CODES), None)
    here = request.session.session_key
    context = {
        "app": next((one for one in kept if one.type == factors.TOTP), None),
        "passkeys": [_passkey(one) for one in kept if one.type == factors.PASSKEY],
        "codes_left": factors.codes_left(codes) if codes else None,
        "has_one": any(one.type != factors.CODES for one in kept),
        "must": factors.must_have_one(user),
        "visits": [(visit, visit.session_key == here) for visit in visits(user, now=look.now)],
        "look": look,
    }
    return render(request, "security/show.html", context)


def _passkey(row: Authenticator) -> dict[str, object]:
    key: Any = row.wrap()  # type: ignore[no-untyped-call]
    return {"row": row, "name": key.name, "is_alone": key.is_passwordless is True}
