"""What a process reads when it is needed first, read before: the first message should not wait for it.

The rulebook of each account's marketplace and the models that read a text take a second of processor time. Within the
transaction of the first message, on SQLite, everybody else would wait for it too.
"""

from datetime import datetime

import structlog
from django.db import connection

from kontuar.actions import policies, reading
from kontuar.store.models import Account

log = structlog.get_logger("kontuar.worker")
A_TEXT = "Dzień dobry, czy moja paczka została już wysłana? Dziękuję, pozdrawiam serdecznie."


def up(now: datetime) -> None:
    """Read what reading a message needs. What fails here fails again where it is needed, and is told there."""
    try:
        accounts = list(Account.objects.all())
        for account in accounts:
            policies.policy(account, now=now)
        if accounts:
            reading.language(A_TEXT)
            reading.is_closer(A_TEXT)
    except Exception as error:
        log.warning("worker.not_warm", error=type(error).__name__)
    finally:
        connection.close()
