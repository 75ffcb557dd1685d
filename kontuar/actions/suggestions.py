"""The register of what buyers wish for: noted from their messages, counted by offer, settled, told to who asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import draft, drafts, journal
from kontuar.actions.errors import Invalid, Text
from kontuar.actions.rights import must_work
from kontuar.drafters import wish_done
from kontuar.facts.messages import Role, ThreadKind
from kontuar.store.models import Case, Message, Offer, Suggestion, SuggestionAsk, User

LONGEST, LONGEST_REASON = 200, 300
Status = Suggestion.Status


@transaction.atomic
def note(
    message: Message,
    by: User,
    *,
    text: str = "",
    offer: Offer | None = None,
    same_as: Suggestion | None = None,
    now: datetime,
) -> Suggestion:
    """Note what a buyer asked for in a message: something new, or one more who asks for ``same_as``.

    Said twice of one message it counts once.
    """
    must_work(by, message.account_id)
    must_be_buyers(message)
    row = same_as or _new(message, by, text, offer, now)
    if row.account_id != message.account_id:
        raise Invalid("other_account", _("This suggestion belongs to another account."), field="same")
    SuggestionAsk.objects.get_or_create(
        suggestion=row, message=message, defaults={"by": by, "at": message.written_at}
    )
    journal.record("suggestion.noted", at=now, actor=by, case=message.case, suggestion=row.pk)
    return row


def _new(message: Message, by: User, text: str, offer: Offer | None, now: datetime) -> Suggestion:
    if offer is not None and offer.account_id != message.account_id:
        raise Invalid("other_account", _("This offer belongs to another account."), field="offer")
    return Suggestion.objects.create(
        account_id=message.account_id,
        offer=offer,
        text=_text(text),
        made_by=by,
        made_at=now,
        changed_by=by,
        changed_at=now,
    )


@transaction.atomic
def take_back(ask: SuggestionAsk, by: User, *, now: datetime) -> None:
    """The message does not ask for it; a suggestion that nobody asked for goes with its last one."""
    row = ask.suggestion
    must_work(by, row.account_id)
    SuggestionAsk.objects.filter(pk=ask.pk).delete()
    if not row.asks.exists():
        Suggestion.objects.filter(pk=row.pk).delete()
    case = ask.message.case if ask.message else None
    journal.record(
        "suggestion.taken_back", at=now, actor=by, account=row.account, case=case, suggestion=row.pk
    )


@transaction.atomic
def settle(
    row: Suggestion, by: User, *, status: str, reason: str = "", text: str = "", now: datetime
) -> None:
    """Say what becomes of it; declining needs a reason, which is for colleagues alone."""
    must_work(by, row.account_id)
    reason = " ".join(reason.split())
    if status not in Status.values:
        raise Invalid("status", _("Choose one of the list."), field="status")
    if status == Status.DECLINED and not reason:
        raise Invalid("reason", _("Say why not: the next who asks will want to know."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("too_long", _("At most 300 characters here."), field="reason")
    Suggestion.objects.filter(pk=row.pk).update(
        status=status, reason=reason, text=_text(text or row.text), changed_by=by, changed_at=now
    )
    journal.record(
        "suggestion.settled", at=now, actor=by, account=row.account, suggestion=row.pk, status=status
    )


def why_not_told(case: Case) -> Text:
    """Why nothing may be written to a buyer who asked; empty where his own conversation is there to answer in.

    In the buyer's own conversation Allegro asks nothing of what is said (docs/rules/before-sending.md, B9). A mail
    that tells of goods needs consent in Poland (art. 398 of the Electronic Communications Law, since 2024-11-10).
    """
    thread = case.thread
    if case.buyer.forgotten_at is not None:
        return _("the buyer is forgotten")
    if thread is None:
        return _("there is no conversation to answer in")
    if thread.kind != ThreadKind.TALK.value:
        return _("a discussion or a claim is no place for it")
    if not thread.is_open:
        return _("the conversation is closed on the marketplace")
    if case.account.platform == "mail":
        return _("by mail only with the buyer's consent (PL: art. 398 of the Electronic Communications Law)")
    return ""


@transaction.atomic
def prepare(ask: SuggestionAsk, by: User, *, now: datetime) -> Case:
    """Put a draft into the conversation of who asked, where we may write. It is a person who sends it."""
    row, message = ask.suggestion, ask.message
    must_work(by, row.account_id)
    if row.status != Status.DONE or message is None:
        raise Invalid("not_done", _("Say first that it is done."))
    if why := why_not_told(message.case):
        raise Invalid("may_not", why)
    case = message.case
    drafts.add(case, by, wish_done.draft(row.text, language=draft.language_of(case)), now=now)
    journal.record("suggestion.draft", at=now, actor=by, case=case, suggestion=row.pk)
    return case


def must_be_buyers(message: Message) -> None:
    """Raises Invalid for a message that no buyer wrote."""
    if message.role != Role.BUYER.value:
        raise Invalid("not_his", _("Choose a message of the buyer."), field="message")


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Invalid("empty", _("Say in a few words what the buyer wishes for."), field="text")
    if len(text) > LONGEST:
        raise Invalid("too_long", _("At most 200 characters here."), field="text")
    return text
