"""``/health`` and ``/ready``: for whoever watches the machine. No names, no secrets; open to visitors."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kontuar.store.queries import health as query


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when messages are being read and every account is signed in, else 503 with the reasons in words."""
    now = timezone.now()
    try:
        found = query.health(now=now)
    except DatabaseError:
        return _answer(["database"], {"database": "down"})
    age = int((now - found.oldest_read_at).total_seconds()) if found.oldest_read_at else None
    facts = {
        "database": "ok",
        "accounts": found.accounts,
        "accounts_signed_out": found.signed_out,
        "accounts_paused": found.paused,
        "accounts_watch_only": found.watch_only,
        "oldest_read_seconds": age,
        "streams_stale": found.stale + found.never_read,
        "messages_unsure": found.unsure,
    }
    troubles = ["signed_out"] * bool(found.signed_out) + ["stale"] * bool(found.stale + found.never_read)
    return _answer(troubles, facts)


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has the tables of this version."""
    try:
        is_ready = query.is_migrated()
    except DatabaseError:
        return _answer(["database"], {"database": "down"})
    return _answer([] if is_ready else ["migrations"], {"database": "ok"})


def _answer(troubles: list[str], facts: dict[str, Any]) -> JsonResponse:
    words = {
        "database": _("The database does not answer."),
        "migrations": _("The database has not been brought to this version yet."),
        "signed_out": _("An account has to be signed in again; nothing is read from it."),
        "stale": _("Messages or orders have not been read for more than 15 minutes."),
    }
    body = {
        "status": "trouble" if troubles else "ok",
        "words": [words[code] for code in troubles] or [_("All is well.")],
        **facts,
    }
    return JsonResponse(body, status=503 if troubles else 200, json_dumps_params={"ensure_ascii": False})
