"""The talk of a case's thread, and small things that most cases have none of.

The whole thread is told, other cases of it included; the oldest messages beyond ``LONGEST`` are left out and counted.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from kontuar.store.models import (
    Attachment,
    Case,
    CaseChange,
    CaseMatter,
    CaseTag,
    Draft,
    IncidentHit,
    Letter,
    Mark,
    Message,
    Note,
    Outgoing,
    Praise,
    RoutineRun,
    SuggestionAsk,
    Undelivered,
    User,
)
from kontuar.store.queries import access
from kontuar.store.queries.ready import Ready

LONGEST, LONGEST_OF_ALL = 60, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Messages of the thread (oldest first) and what hangs between them."""

    messages: tuple[Message, ...]
    left_out: int
    files: dict[int, tuple[Attachment, ...]]
    truths: dict[int, Outgoing]
    """message id → our outgoing it is the copy of."""
    notes: tuple[Note, ...]
    outgoing: tuple[Outgoing, ...]
    """Ours that have no message on the marketplace yet, cancelled ones left out."""
    letters: dict[int, Letter] = field(default_factory=dict)
    """message id → the mail it was read from."""
    notices: tuple[Letter, ...] = ()
    """Marketplace's notices about this case that came by mail."""
    undelivered: dict[str, tuple[Undelivered, ...]] = field(default_factory=dict)
    """id of a mail of ours → what mail servers told about it, oldest first."""
    voices: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """message id → what it was noted as: ``suggestion``, ``praise``."""
    copies_taken_back: tuple[str, ...] = ()
    """Who was to get a copy of our last message, when a person took it back to change it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Little:
    """Whether a case has any of what most cases have none of; ``has_draft``: one of the person's own."""

    has_draft: bool
    has_changes: bool
    has_marks: bool
    has_notes: bool
    has_notices: bool
    has_siblings: bool
    has_tags: bool
    has_matter: bool
    has_suggestions: bool
    has_praise: bool
    has_incidents: bool
    has_runs: bool


def with_little(rows: QuerySet[Case], user: int) -> QuerySet[Case]:
    """Small things that most cases have none of, told with the case: nobody asks for them in vain."""
    here = OuterRef("pk")
    return rows.annotate(
        has_draft=Exists(Draft.objects.filter(case=here, user=user)),
        has_changes=Exists(CaseChange.objects.filter(case=here, undone_at=None)),
        has_marks=Exists(Mark.objects.filter(case=here, ended_at__isnull=True)),
        has_notes=Exists(Note.objects.filter(case=here)),
        has_notices=Exists(Letter.objects.filter(case=here, message=None)),
        has_siblings=Exists(Case.objects.filter(thread=OuterRef("thread")).exclude(pk=here)),
        has_tags=Exists(CaseTag.objects.filter(case=here)),
        has_matter=Exists(CaseMatter.objects.filter(case=here)),
        has_suggestions=Exists(SuggestionAsk.objects.filter(message__case=here)),
        has_praise=Exists(Praise.objects.filter(message__case=here)),
        has_incidents=Exists(IncidentHit.objects.filter(buyer=OuterRef("buyer"))),
        has_runs=Exists(RoutineRun.objects.filter(case=here)),
    )


_FILES = Ready(lambda messages: Attachment.objects.filter(message_id__in=messages).order_by("pk"))
_NOTES = Ready(
    lambda case: Note.objects.filter(case=case).select_related("author", "call").order_by("created_at", "pk")
)
_MESSAGES = {
    longest: Ready(
        lambda thread, case, longest=longest: Message.objects.filter(
            Q(thread=thread) | Q(case=case)
        ).order_by("-written_at", "-pk")[: longest + 1]
    )
    for longest in (LONGEST, LONGEST_OF_ALL)
}
_SUGGESTED = Ready(
    lambda case: SuggestionAsk.objects.filter(message__case=case).values_list("message_id").distinct()
)
_PRAISED = Ready(lambda case: Praise.objects.filter(message__case=case).values_list("message_id"))
_IN_TALK = Ready(
    lambda thread, case: Message.objects.filter(Q(thread=thread) | Q(case=case)).values_list("pk")
)
_OURS = Ready(
    lambda case, messages: (
        Outgoing.objects.filter(Q(case=case) | Q(message_id__in=messages))
        .select_related("composed_by")
        .order_by("composed_at", "pk")
    )
)
_LETTERS = Ready(lambda messages: Letter.objects.filter(message_id__in=messages).defer("references", "path"))
_NOTICES = Ready(
    # A notice came to a mailbox, which not everybody who sees this case may see.
    lambda case, mine: Letter.objects.filter(case=case, message=None, account_id__in=mine).defer(
        "references", "path"
    )
)
_TOLD = Ready(
    lambda account, case, messages: Undelivered.objects.filter(
        Q(
            message_external_id__in=Outgoing.objects.filter(Q(case=case) | Q(message_id__in=messages))
            .exclude(external_id="")
            .values("external_id")
        )
        | Q(
            message_external_id__in=Message.objects.filter(pk__in=messages, role="seller").values(
                "external_id"
            )
        ),
        account=account,
    ).order_by("told_at", "pk")
)


def talk(user: User, row: Case, little: Little, longest: int) -> Talk:
    newest_first = _MESSAGES[longest].of(Message, row.thread_id or 0, row.pk)
    has_more = len(newest_first) > longest
    messages = newest_first[:longest][::-1]
    ids = [message.pk for message in messages]
    files: dict[int, list[Attachment]] = defaultdict(list)
    for file in _FILES.of(Attachment, ids):
        files[file.message_id].append(file)
    ours = _OURS.of(Outgoing, row.pk, ids)
    waiting = [one for one in ours if one.message_id is None and one.state != "cancelled"]
    prefetch_related_objects(waiting, "files")
    is_mail = row.account.platform == "mail"
    letters = _LETTERS.of(Letter, ids) if is_mail else []
    notices = _NOTICES.of(Letter, row.pk, access.account_ids(user)) if little.has_notices else []
    return Talk(
        messages=tuple(messages),
        left_out=_IN_TALK.count(row.thread_id or 0, row.pk) - longest if has_more else 0,
        files={pk: tuple(rows) for pk, rows in files.items()},
        truths={one.message_id: one for one in ours if one.message_id},
        notes=tuple(_NOTES.of(Note, row.pk)) if little.has_notes else (),
        outgoing=tuple(waiting),
        letters={one.message_id: one for one in letters if one.message_id},
        notices=tuple(notices),
        undelivered=_undelivered(row, ids) if is_mail else {},
        voices=_voices(row, little),
        copies_taken_back=tuple(ours[-1].cc) if ours and ours[-1].reason == "taken_back" else (),
    )


def _voices(row: Case, little: Little) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for is_there, name, asked in (
        (little.has_suggestions, "suggestion", _SUGGESTED),
        (little.has_praise, "praise", _PRAISED),
    ):
        for (message_id,) in asked(row.pk) if is_there else ():
            found[message_id] = (*found.get(message_id, ()), name)
    return found


def _undelivered(row: Case, message_ids: list[int]) -> dict[str, tuple[Undelivered, ...]]:
    """What mail servers told; other platforms tell themselves what became of a message."""
    found: dict[str, list[Undelivered]] = defaultdict(list)
    for one in _TOLD.of(Undelivered, row.account_id, row.pk, message_ids):
        found[one.message_external_id].append(one)
    return {name: tuple(rows) for name, rows in found.items()}
