"""Put messages into cases where each thread is one matter, until a person decides otherwise."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kontuar.actions import bulk, chains
from kontuar.actions.cut import NEW
from kontuar.facts.messages import Message as MessageFact
from kontuar.rules.matching_threads import place_in_thread
from kontuar.store.models import Account, Case, Message, Outgoing, Thread


@dataclass(slots=True)
class _Matter:
    """The cases of one thread: usually one. ``said`` tells for each message where it stands, the newest last."""

    cases: dict[int, Case] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    own: int | None = None
    """The case the thread is named in, which may hold no message (any more)."""


class ThreadCutter:
    """As ``cut.Cutter``, for accounts whose threads are a matter each. Two queries, whatever the portion holds."""

    def __init__(self, account: Account, threads: Collection[Thread]) -> None:
        self._account = account
        self._matters = {thread.pk: _Matter() for thread in threads}
        self.opened: list[Case] = []
        self.ties: dict[int, dict[str, Any]] = {}
        said = Message.objects.filter(thread__in=list(self._matters)).order_by("written_at", "pk")
        held = list(said.values_list("thread_id", "external_id", "case_id"))
        here = Q(thread__in=list(self._matters)) | Q(pk__in={case_id for _, _, case_id in held})
        # The account is not asked for: its index would be walked, all cases of it, instead of the two named here.
        rows = {row.pk: row for row in Case.objects.filter(here).order_by("pk")}
        for row in rows.values():
            if matter := self._matters.get(row.thread_id or 0):
                matter.cases[row.pk], matter.own = row, row.pk
        for thread_id, external_id, case_id in held:
            self._matters[thread_id].cases[case_id] = rows[case_id]
            self._matters[thread_id].said[external_id] = case_id

    def place(self, thread: Thread, fact: MessageFact, *, is_closer: bool, answers_case: int | None) -> Case:
        """The case this message belongs to, made if it is a new matter."""
        matter = self._matters[thread.pk]
        key = answers_case if answers_case is not None and self._is_here(matter, answers_case) else None
        if key is None:
            key = place_in_thread(fact.answers, matter.said)
        if key is None:
            key = matter.own or self._begun_by_us(matter, thread) or self._open(matter, thread, fact)
        matter.said[fact.external_id] = key
        case = matter.cases[key]
        if case.thread_id is None and case.pk:
            case.thread = thread
            self.ties[case.pk] = {"thread": thread}
        return case

    def _is_here(self, matter: _Matter, case_id: int) -> bool:
        """Among the thread's cases, or added to them: what we sent belongs where it was written."""
        if case_id not in matter.cases:
            found = Case.objects.filter(account=self._account, pk=case_id).first()
            if found is None:
                return False
            matter.cases[case_id] = found
        return True

    def _begun_by_us(self, matter: _Matter, thread: Thread) -> int | None:
        """The thread bears the id of a message of ours that was answered before we knew it had left."""
        key = chains.key_of(thread.external_id)
        row = Outgoing.objects.filter(account=self._account, key=key).first() if key else None
        return row.case_id if row and self._is_here(matter, row.case_id) else None

    def _open(self, matter: _Matter, thread: Thread, fact: MessageFact) -> int:
        case = bulk.new(
            Case, opened_at=fact.written_at, subject=fact.subject[:200], state=Case.State.OPEN.value
        )
        case.account, case.thread, case.buyer = self._account, thread, thread.buyer
        key = NEW + len(self.opened)
        self.opened.append(case)
        matter.cases[key] = case
        return key
