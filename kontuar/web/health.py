"""``/health`` and ``/ready``: for whoever watches the machine. No names, no secrets; open to visitors.

``/health`` answers 503 only when this desk itself cannot work: its database is away, or nobody does what is
due. A marketplace that does not answer or an access that ended is told in the body (``"status": "trouble"``)
with 200, because starting the desk again would not help. A monitor that reads nothing but the status code
asks for ``/health?strict=1``: then any trouble is 503.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kontuar.actions import spool
from kontuar.store.queries import health as query

SWEEP_LATELY = timedelta(minutes=1)
DEADLY = frozenset({"database", "migrations", "worker"})


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """What works and what does not, for the desk and for each account by its number."""
    now = timezone.now()
    try:
        found = query.health(now=now)
    except DatabaseError:
        return _answer(["database"], {"database": "down"})
    troubles = [
        code
        for code, is_so in (
            ("worker", not found.is_worked),
            ("signed_out", found.count("signed_out")),
            ("stale", found.count("not_read")),
            ("handed_over", spool.trouble(now=now)),
        )
        if is_so
    ]
    is_strict = request.GET.get("strict") == "1"
    return _answer(troubles, _facts(found, now), is_strict=is_strict)


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has the tables of this version.

    Whether a worker has looked for what is due within ``SWEEP_LATELY`` is told in the body: the screens are ready
    without it, and taking every one of them out of service would help nobody. ``/ready?strict=1`` is 503 then too.
    """
    now = timezone.now()
    try:
        is_ready, swept_at = query.is_migrated(), query.last_sweep_at()
    except DatabaseError:
        return _answer(["database"], {"database": "down"})
    is_swept = swept_at is not None and now - swept_at < SWEEP_LATELY
    is_strict = request.GET.get("strict") == "1"
    troubles = ([] if is_ready else ["migrations"]) + (["sweep"] if is_strict and not is_swept else [])
    facts = {
        "database": "ok",
        "worker": "ok" if is_swept else "silent",
        "sweep_seconds": _seconds(swept_at, now),
    }
    return _answer(troubles, facts, is_strict=is_strict)


def _facts(found: query.Health, now: datetime) -> dict[str, Any]:
    return {
        "database": "ok",
        "worker": "ok" if found.is_worked else "silent",
        "accounts": len(found.accounts),
        "accounts_signed_out": found.count("signed_out"),
        "accounts_paused": found.count("paused"),
        "accounts_not_read": found.count("not_read"),
        "accounts_watch_only": sum(account.is_watch_only for account in found.accounts),
        "oldest_read_seconds": _seconds(found.oldest_read_at, now),
        "messages_unsure": found.unsure,
        "deeds_unsure": found.deeds_unsure,
        "by_account": [
            {
                "account": account.number,
                "state": account.state,
                "read_seconds": _seconds(account.read_at, now),
                "trouble_seconds": _seconds(account.since, now),
                "owner_told": account.is_told,
                "not_covered": list(account.lacking),
            }
            for account in found.accounts
        ],
    }


def _seconds(at: datetime | None, now: datetime) -> int | None:
    return int((now - at).total_seconds()) if at else None


def _answer(troubles: list[str], facts: dict[str, Any], *, is_strict: bool = False) -> JsonResponse:
    words = {
        "database": _("The database does not answer."),
        "migrations": _("The database has not been brought to this version yet."),
        "worker": _("No background work runs: what is due is not done."),
        "sweep": _("No background work runs: what is due is not done."),
        "signed_out": _("An account has to be signed in again; nothing is read from it."),
        "handed_over": _(
            "Mail handed over by a mail server is kept, but not taken in: `kontuar doctor` says why."
        ),
        "stale": _("Messages or orders have not been read for more than 15 minutes."),
    }
    body = {
        "status": "trouble" if troubles else "ok",
        "words": [words[code] for code in troubles] or [_("All is well.")],
        **facts,
    }
    status = 503 if (troubles if is_strict else DEADLY & set(troubles)) else 200
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
