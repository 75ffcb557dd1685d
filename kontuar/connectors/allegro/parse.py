"""Allegro's threads and messages in our words. Pure; both shapes of the message center (public v1, beta v1).

Unknown fields are passed over and unknown words become the nearest cautious one of ours. Only what no
fact can be made of (a message without id or date, a page that is no page) is an UnexpectedAnswer.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from kontuar.connector_kit.contract import Identity
from kontuar.connector_kit.errors import UnexpectedAnswer
from kontuar.connector_kit.jsonread import Json, at, flag, instant, objects, text
from kontuar.connector_kit.verdict import Problem, lenient_json
from kontuar.facts.messages import Attachment, Message, MessageKind, MessageStatus, Role, Thread, ThreadKind

_KINDS = {
    "ASK_QUESTION": MessageKind.QUESTION,
    "MAIL": MessageKind.MAIL,
    "MESSAGE_CENTER": MessageKind.MESSAGE,
}
_STATUSES = {
    "VERIFYING": MessageStatus.CHECKING,
    "BLOCKED": MessageStatus.BLOCKED,
    "DELIVERED": MessageStatus.DELIVERED,
}
"""Allegro names two more, INTERACTING and DISMISSED (allegro-api #7376), and explains neither: they are
read like unknown words, see ``_status``."""

_COUNTRIES = {"allegro-pl": "PL", "allegro-cz": "CZ", "allegro-sk": "SK", "allegro-hu": "HU"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page[T]:
    """One page of a list. ``next`` is the token of the page after it (see ``reads``), None at the end."""

    items: tuple[T, ...]
    next: str | None = None


def problem(body: bytes) -> Problem:
    """``errors[0]`` of an answer that says no: its code, and ``userMessage``, which is written for people.

    ``message`` and ``details`` are left out: they may quote what was sent.
    """
    document = lenient_json(body)
    first = next(iter(objects(document, "errors")), {})
    code = text(first, "code") or text(document, "error")
    code = code if code.replace("_", "").replace(".", "").isalnum() else ""
    return Problem(code=code[:80], words=text(first, "userMessage"))


def identity(document: Json) -> Identity:
    """GET /me."""
    external_id, login = text(document, "id"), text(document, "login")
    if not external_id or not login:
        raise UnexpectedAnswer("the account's id or login is missing")
    return Identity(
        external_id=external_id,
        login=login,
        company=text(document, "company", "name"),
        country=_COUNTRIES.get(text(document, "baseMarketplace", "id"), ""),
    )


def threads(document: Json, *, login: str, page: str | None, beta: bool) -> Page[Thread]:
    """GET /messaging/threads; an entry without an id is passed over, as nothing could be asked of it."""
    entries = _list(document, "threads")
    found = tuple(thread(entry, login=login) for entry in entries if text(entry, "id"))
    return Page(items=found, next=_next(document, len(entries), page, beta))


def thread(document: Json, *, login: str) -> Thread:
    """One thread in either shape. ``login`` is ours: a COMMON thread calls both sides USER."""
    external_id = text(document, "id")
    if not external_id:
        raise UnexpectedAnswer("the thread has no id")
    is_problem = text(document, "type") not in ("", "COMMON")
    orders = [text(order, "id") for order in objects(document, "orders")]
    return Thread(
        external_id=external_id,
        kind=ThreadKind.PROBLEM if is_problem else ThreadKind.TALK,
        buyer_login=_buyer(document, login),
        problem_type=text(document, "subType"),
        order_ids=tuple(order for order in orders if order),
        is_open=text(document, "status") != "CLOSED",
        is_read=flag(document, "read"),
        created_at=instant(document, "createdAt"),
        last_message_at=instant(document, "lastMessageDateTime"),
    )


def _buyer(document: Json, login: str) -> str:
    participants = objects(document, "participants")
    for entry in participants:
        if text(entry, "role") == "BUYER":
            return text(entry, "login")
    others = [text(entry, "login") for entry in participants if not _same(text(entry, "login"), login)]
    return next((other for other in others if other), "") or text(document, "interlocutor", "login")


def knows_sides(document: Json, *, login: str) -> bool:
    """Whether the beta shape lets us tell the two sides of this thread apart.

    It does not when both are USER and neither is called what we think we are called (the seller renamed
    the account): the public shape of the same thread says ``isInterlocutor``.
    """
    participants = objects(document, "participants")
    roles = {text(entry, "role") for entry in participants}
    if not participants or not roles <= {"USER"}:
        return True
    return any(_same(text(entry, "login"), login) for entry in participants)


def messages(
    document: Json, *, thread_id: str, login: str, is_problem: bool, page: str | None, beta: bool
) -> Page[Message]:
    """GET /messaging/threads/{id}/messages."""
    entries = _list(document, "messages")
    found = tuple(
        message(entry, thread_id=thread_id, login=login, is_problem=is_problem) for entry in entries
    )
    return Page(items=found, next=_next(document, len(entries), page, beta))


def message(document: Json, *, thread_id: str, login: str, is_problem: bool) -> Message:
    """One message in either shape."""
    external_id, written_at = text(document, "id"), instant(document, "createdAt")
    if not external_id or written_at is None:
        raise UnexpectedAnswer("a message has no id or no date")
    role = _role(document, login)
    kind = _KINDS.get(text(document, "type"), MessageKind.OTHER)
    return Message(
        external_id=external_id,
        thread_id=text(document, "thread", "id") or thread_id,
        role=role,
        author_login=text(document, "author", "login"),
        text=text(document, "text"),
        written_at=written_at,
        kind=MessageKind.PROBLEM if is_problem else kind,
        status=_status(text(document, "status"), role),
        subject=text(document, "subject"),
        offer_id=text(document, "relatesTo", "offer", "id"),
        order_id=text(document, "relatesTo", "order", "id"),
        attachments=tuple(_attachments(document)),
        has_more_attachments=flag(document, "hasAdditionalAttachments") is True,
    )


def _role(document: Json, login: str) -> Role:
    """Our own login wins over any role; an unknown role is the marketplace, never the buyer."""
    is_theirs = flag(document, "author", "isInterlocutor")
    if is_theirs is not None:
        return Role.BUYER if is_theirs else Role.SELLER
    role = text(document, "author", "role")
    if _same(text(document, "author", "login"), login) or role == "SELLER":
        return Role.SELLER
    if role in ("BUYER", "USER"):
        return Role.BUYER
    return Role.AUTOMAT if role == "CHATBOT" else Role.MARKETPLACE


def _status(word: str, role: Role) -> MessageStatus:
    """An unknown word hides nothing a buyer wrote, and proves no delivery of what we wrote."""
    unknown = MessageStatus.CHECKING if role is Role.SELLER else MessageStatus.DELIVERED
    return _STATUSES.get(word, unknown)


def _attachments(document: Json) -> list[Attachment]:
    found = []
    for entry in objects(document, "attachments"):
        external_id = text(entry, "id") or urlsplit(text(entry, "url")).path.rpartition("/")[2]
        is_withdrawn = text(entry, "status") in ("UNSAFE", "EXPIRED")
        found.append(
            Attachment(
                external_id=external_id,
                name=text(entry, "fileName"),
                media_type=text(entry, "mimeType"),
                available=bool(external_id) and not is_withdrawn,
            )
        )
    return found


def receipt_ids(document: Json, thread_id: str) -> tuple[str, str]:
    """Message id and thread id of a message just written; an empty message id when unreadable."""
    return text(document, "id"), text(document, "thread", "id") or thread_id


def newest(found: tuple[Message, ...]) -> datetime | None:
    return max((entry.written_at for entry in found), default=None)


def _list(document: Json, name: str) -> list[dict[str, Json]]:
    if not isinstance(at(document, name), list):
        raise UnexpectedAnswer(f"the page has no list of {name}")
    return objects(document, name)


def _next(document: Json, count: int, page: str | None, beta: bool) -> str | None:
    if beta:
        token = text(document, "nextPage", "id")
        return f"b:{token}" if token else None
    offset = int(page[2:]) if page and page.startswith("o:") else 0
    return f"o:{offset + count}" if count >= PUBLIC_PAGE else None


PUBLIC_PAGE = 20
"""A shorter page of the public shape is the last one (it names no next page)."""


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
