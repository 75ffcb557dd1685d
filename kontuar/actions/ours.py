"""Which threads of a portion hold something of ours on its way: only there the outbox is asked."""

from collections.abc import Collection

from django.db.models import Q

from kontuar.actions import reconcile
from kontuar.rules.matching_threads import MATTER_A_THREAD
from kontuar.store.models import Account, Outgoing, Thread


class Waiting:
    """The outboxes of the threads where a message the platform shows may be ours."""

    def __init__(
        self, thread_ids: Collection[str], logins: Collection[str], *, by_words: bool = True
    ) -> None:
        self._by_words = by_words
        self._thread_ids = thread_ids
        self._logins = logins

    def of(self, thread: Thread) -> reconcile.Outbox | None:
        """The outbox of that thread; None when nothing of ours is under way there. ``buyer`` is loaded."""
        is_busy = thread.external_id in self._thread_ids or thread.buyer.login in self._logins
        return reconcile.Outbox(thread, by_words=self._by_words) if is_busy else None


def waiting(account: Account, threads: Collection[Thread]) -> Waiting:
    """One query for all of these threads; their buyers must be loaded."""
    here = Q(thread_external_id__in=[thread.external_id for thread in threads])
    begun_here = Q(thread_external_id="", buyer_login__in=[thread.buyer.login for thread in threads])
    rows = Outgoing.objects.filter(here | begun_here, account=account, message__isnull=True)
    found = set(rows.values_list("thread_external_id", "buyer_login"))
    return Waiting(
        {thread for thread, _ in found if thread},
        {login for thread, login in found if not thread},
        by_words=account.platform not in MATTER_A_THREAD,
    )
