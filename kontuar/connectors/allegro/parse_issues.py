"""Allegro's discussions, claims and customer returns in our words. Pure; as forgiving as ``parse``.

All of these are answered in the beta shape only (Allegro's OpenAPI file of 2026-07-18, read 2026-11-22).
An issue's talk is a thread of ours named ``issue:<id>``: no other thread of Allegro's begins like that.
"""

from datetime import datetime
from urllib.parse import urlsplit

from kontuar.connector_kit.errors import UnexpectedAnswer
from kontuar.connector_kit.jsonread import Json, at, flag, instant, money, objects, text, whole
from kontuar.facts.issues import (
    Expectation,
    Issue,
    IssueKind,
    IssueStatus,
    LastWord,
    ReturnItem,
    ReturnParcel,
)
from kontuar.facts.messages import Attachment, Message, MessageKind, Role, Thread, ThreadKind

PREFIX = "issue:"
"""Begins the ids of issues' threads and of the files in them."""

STATUSES = {
    "DISPUTE_ONGOING": IssueStatus.OPEN,
    "DISPUTE_UNRESOLVED": IssueStatus.UNRESOLVED,
    "DISPUTE_CLOSED": IssueStatus.CLOSED,
    "CLAIM_SUBMITTED": IssueStatus.OPEN,
    "CLAIM_ACCEPTED": IssueStatus.ACCEPTED,
    "CLAIM_REJECTED": IssueStatus.REJECTED,
}
RETURN_STATUSES = {
    "CREATED": IssueStatus.OPEN,
    "DISPATCHED": IssueStatus.ON_ITS_WAY,
    "IN_TRANSIT": IssueStatus.ON_ITS_WAY,
    "DELIVERED": IssueStatus.ARRIVED,
    "WAREHOUSE_DELIVERED": IssueStatus.ARRIVED,
    "WAREHOUSE_VERIFICATION": IssueStatus.ARRIVED,
    "FINISHED": IssueStatus.CLOSED,
    "FINISHED_APT": IssueStatus.CLOSED,
    "COMMISSION_REFUND_CLAIMED": IssueStatus.CLOSED,
    "COMMISSION_REFUNDED": IssueStatus.CLOSED,
    "REJECTED": IssueStatus.REJECTED,
}
OVER = (IssueStatus.CLOSED, IssueStatus.ACCEPTED, IssueStatus.REJECTED)
_LAST_WORDS = {
    "NEW": LastWord.NOBODY,
    "SELLER_REPLIED": LastWord.SELLER,
    "BUYER_REPLIED": LastWord.BUYER,
    "ALLEGRO_ADVISOR_REPLIED": LastWord.MARKETPLACE,
}
"""NEW means that the seller has not written yet; the buyer or an adviser wrote last."""

LONGEST_ID = 200
"""A longer name of a file is none of Allegro's."""

_CHATBOT = "chatbot"
"""Allegro's helper writes as "Chatbot Allina", now as SELLER, now as SYSTEM (#12547, #12568, #12714)."""
_UNWRITTEN = "TODO"
"""Stands where Allegro lost the first message of an old discussion (#12486)."""


def issues(document: Json) -> list[dict[str, Json]]:
    """The entries of GET /sale/issues that have an id: of any other nothing could be asked."""
    return [entry for entry in entries(document, "issues") if text(entry, "id")]


def thread_id(issue_id: str) -> str:
    """The id of an issue's talk among our threads."""
    return PREFIX + issue_id


def issue_id(thread: str) -> str:
    """The issue a thread is the talk of; ``""`` for an ordinary thread."""
    return thread.removeprefix(PREFIX) if thread.startswith(PREFIX) else ""


def issue(document: Json, *, is_talk_cut: bool = False) -> Issue:
    """A discussion or claim."""
    external_id = text(document, "id")
    if not external_id:
        raise UnexpectedAnswer("the issue has no id")
    state, chat, reason = (at(document, key) for key in ("currentState", "chat", "reason"))
    raw_status = text(state, "status")
    return Issue(
        external_id=external_id,
        kind=_kind(text(document, "type"), raw_status),
        status=STATUSES.get(raw_status, IssueStatus.OTHER),
        raw_status=raw_status,
        order_id=text(document, "checkoutForm", "id"),
        buyer_login=text(document, "buyer", "login"),
        thread_id=thread_id(external_id),
        reference=text(document, "referenceNumber"),
        subject=text(document, "subject"),
        description=text(document, "description"),
        opened_at=instant(document, "openedDate"),
        decide_by=instant(document, "decisionDueDate"),
        status_due_at=instant(state, "statusDueDate"),
        is_talk_open=flag(state, "chatActive"),
        is_return_required=flag(state, "returnRequired"),
        last_word=_LAST_WORDS.get(text(chat, "lastMessage", "status"), LastWord.UNKNOWN),
        last_word_at=instant(chat, "lastMessage", "createdAt"),
        message_count=whole(chat, "messagesCount"),
        is_talk_cut=is_talk_cut,
        expectations=tuple(_expectations(document)),
        offer_id=text(document, "offer", "id"),
        offer_quantity=whole(document, "offer", "quantity"),
        reason=text(reason, "type"),
        reason_text=text(reason, "description"),
        right=text(document, "right"),
        attachments=attachments(document),
    )


def _kind(word: str, raw_status: str) -> IssueKind:
    """An unknown type is what its status belongs to: only claims have a day they must be decided by."""
    is_claim = word == "CLAIM" or (word != "DISPUTE" and raw_status.startswith("CLAIM"))
    return IssueKind.CLAIM if is_claim else IssueKind.DISCUSSION


def _expectations(document: Json) -> list[Expectation]:
    found = objects(document, "expectations")
    return [
        Expectation(kind=text(entry, "name").lower(), amount=money(entry, "refund"))
        for entry in found
        if text(entry, "name") or money(entry, "refund")
    ]


def is_open(found: Issue) -> bool:
    """Whether it may still want something of us: also when its status is a word we do not know."""
    return found.status not in OVER


def thread(found: Issue) -> Thread:
    """The thread an issue is talked about in."""
    is_claim = found.kind is IssueKind.CLAIM
    return Thread(
        external_id=found.thread_id,
        kind=ThreadKind.CLAIM if is_claim else ThreadKind.PROBLEM,
        buyer_login=found.buyer_login,
        problem_type=found.reason,
        order_ids=(found.order_id,) if found.order_id else (),
        is_open=is_open(found) if found.is_talk_open is None else found.is_talk_open,
        created_at=found.opened_at,
        last_message_at=found.last_word_at,
    )


def talk(documents: list[Json], found: Issue, *, login: str) -> tuple[Message, ...]:
    """Entries of GET /sale/issues/{id}/chat; one without id or date is passed over, the others stay."""
    messages = (message(entry, found, login=login) for entry in documents)
    return tuple(entry for entry in messages if entry is not None)


def message(document: Json, found: Issue, *, login: str) -> Message | None:
    """One entry of the talk: a message or a change of state. None when it cannot be told as one."""
    external_id, written_at = text(document, "id"), instant(document, "createdAt")
    if not external_id or written_at is None:
        return None
    role = _role(document, login)
    is_problem = role is Role.BUYER and found.kind is IssueKind.DISCUSSION
    return Message(
        external_id=external_id,
        thread_id=found.thread_id,
        role=role,
        author_login=text(document, "author", "login"),
        text=text(document, "text"),
        written_at=written_at,
        kind=MessageKind.PROBLEM if is_problem else MessageKind.MESSAGE,
        offer_id=found.offer_id,
        order_id=found.order_id,
        attachments=attachments(document),
    )


def first_message(document: Json, found: Issue, *, login: str) -> Message | None:
    """The opening message as the issue itself shows it: all there is of it when the talk is cut."""
    first = at(document, "chat", "initialMessage")
    if _UNWRITTEN in (text(first, "id"), text(first, "text")):
        return None
    return message(first, found, login=login)


def _role(document: Json, login: str) -> Role:
    """A chatbot is known by its name alone; ADMIN, SYSTEM, FULFILLMENT and any new role are Allegro."""
    author, role = text(document, "author", "login"), text(document, "author", "role")
    if author.casefold().startswith(_CHATBOT) and author.casefold() != login.casefold():
        return Role.AUTOMAT
    if role == "SELLER" or (author and author.casefold() == login.casefold()):
        return Role.SELLER
    return Role.BUYER if role == "BUYER" else Role.MARKETPLACE


def attachments(document: Json) -> tuple[Attachment, ...]:
    """Files named by an address: the id is its last part. Wrong hosts were seen in it (#12553), so only
    a message center's address (#12568) is kept whole."""
    found = []
    for entry in objects(document, "attachments"):
        url = text(entry, "url")
        try:
            path = urlsplit(url).path
        except ValueError:
            path = ""
        last = path.rpartition("/")[2]
        external_id = url if "/message-center/" in path else PREFIX + last
        is_id = bool(last) and len(external_id) <= LONGEST_ID
        found.append(
            Attachment(
                external_id=external_id if is_id else "", name=text(entry, "fileName"), available=is_id
            )
        )
    return tuple(found)


def newest(found: tuple[Message, ...]) -> datetime | None:
    """The date of the last message of a talk."""
    return max((entry.written_at for entry in found), default=None)


def returns(document: Json) -> list[dict[str, Json]]:
    """The entries of GET /order/customer-returns that have an id."""
    return [entry for entry in entries(document, "customerReturns") if text(entry, "id")]


def customer_return(document: Json) -> Issue:
    """A customer return. Allegro says that a parcel arrived, never when."""
    external_id = text(document, "id")
    if not external_id:
        raise UnexpectedAnswer("the return has no id")
    raw_status = text(document, "status")
    return Issue(
        external_id=external_id,
        kind=IssueKind.RETURN,
        status=RETURN_STATUSES.get(raw_status, IssueStatus.OTHER),
        raw_status=raw_status,
        order_id=text(document, "orderId"),
        buyer_login=text(document, "buyer", "login"),
        reference=text(document, "referenceNumber"),
        opened_at=instant(document, "createdAt"),
        items=tuple(_item(entry) for entry in objects(document, "items")),
        parcels=tuple(_parcel(entry) for entry in objects(document, "parcels")),
        refusal=text(document, "rejection", "code"),
        refusal_text=text(document, "rejection", "reason"),
        marketplace=text(document, "marketplaceId"),
        is_handled_by_marketplace=flag(document, "isFulfillment") is True,
    )


def _item(entry: Json) -> ReturnItem:
    return ReturnItem(
        offer_id=text(entry, "offerId"),
        name=text(entry, "name"),
        quantity=whole(entry, "quantity") or 1,
        price=money(entry, "price"),
        reason=text(entry, "reason", "type"),
        comment=text(entry, "reason", "userComment"),
    )


def _parcel(entry: Json) -> ReturnParcel:
    return ReturnParcel(
        carrier=text(entry, "carrierId"),
        waybill=text(entry, "waybill"),
        created_at=instant(entry, "createdAt"),
        carried_by=text(entry, "transportingCarrierId"),
        carried_as=text(entry, "transportingWaybill"),
    )


def entries(document: Json, name: str) -> list[dict[str, Json]]:
    """The objects of a list that must be there."""
    if not isinstance(at(document, name), list):
        raise UnexpectedAnswer(f"the answer has no list of {name}")
    return objects(document, name)
