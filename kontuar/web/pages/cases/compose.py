"""The composer: what it needs to write one message, and what it says about it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from kontuar.actions import cool_down, house_style, mail_reply, offer_sheets, outgoing_draft
from kontuar.actions.errors import ActionProblem, Stopped
from kontuar.actions.mail_reply import Envelope
from kontuar.actions.uploads import NewFile
from kontuar.actions.ways import is_by_hand
from kontuar.drafters.calm import Calm
from kontuar.facts.drafts import Finding
from kontuar.store.models import Account, Case, LibraryFile, Order
from kontuar.web import labels
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look
from kontuar.web.pages.cases.findings import Remark, remarks

LARGEST = 26_000_000
"""Bytes read of one file; the marketplace's own limit is smaller and is told by a finding."""
MOST_FILES = 10
LONGEST_CC = 6_000
HEATED = frozenset({"heated", "insult"})
"""Findings that speak of anger in the draft."""
PICTURES = "image/png,image/jpeg,image/gif,image/bmp,image/tiff,application/pdf"
"""What a marketplace takes; a mail takes anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """The form. ``limit`` is what is left of the channel's length beside the signature; 0: none known."""

    action: str
    check: str
    parcel: str
    key: str
    seen: str
    text: str
    limit: int
    signature: str
    is_watch_only: bool
    is_start: bool
    problem: str
    remarks: Sequence[Remark]
    place: str = ""
    envelope: Envelope | None = None
    """What an answer by mail goes out with; None where answers are no mails."""
    copies: tuple[tuple[str, bool], ...] = ()
    """Whom else the buyer wrote to, and whether a copy is wished for."""
    cc: str = ""
    """Other addresses for a copy, as written."""
    carrier: str = ""
    """The marketplace that delivers a mail to a masked address."""
    market: str = ""
    """The marketplace whose notice this is, and where alone it is answered."""
    accept: str = PICTURES
    opened: str = ""
    """When the talk beside it was shown: whatever a colleague answered since is news."""
    is_hot: bool = False
    """The buyer's words or the draft are heated: a rest and a calm wording stand beside "Send"."""
    calm: str = ""
    """Address of the calm wording; empty where nothing is answered."""
    proposal: Calm | None = None
    """A calm wording to compare with what is written."""
    templates: str = ""
    """Where the templates for this case are chosen; empty where nothing is answered."""
    model: str = ""
    """Address where a language model is asked for a proposal; empty where none may be."""
    sheet: str = ""
    """The sheet of the offer this is about."""
    order_url: str = ""
    """Where a number or a document is added to the order this is about."""
    is_by_hand: bool = False
    """A person sends it: the button copies the text and opens the talk."""
    library: Sequence[LibraryFile] = ()
    """Files of the library that were chosen for it."""


def composer(
    account: Account,
    look: Look,
    *,
    case: Case | None = None,
    order: Order | None = None,
    text: str = "",
    problem: ActionProblem | None = None,
    place: str = "",
    asked: Sequence[str] = (),
    proposal: Calm | None = None,
    library: Sequence[int] = (),
    opened_at: datetime | None = None,
) -> Composer:
    """For an answer in ``case``, or for a new message about ``order``; ``asked`` are addresses for a copy,
    ``library`` the files of the library that were chosen."""
    found = problem.findings if isinstance(problem, Stopped) else ()
    envelope = mail_reply.envelope(case) if case else None
    others = envelope.others if envelope else ()
    return Composer(
        action=to("case_reply", case.pk) if case else to("order_write", _pk(order)),
        check=to("case_check", case.pk) if case else to("order_check", _pk(order)),
        parcel=to("case_parcel", case.pk) if case and case.order_id else "",
        key=str(uuid.uuid4()),
        seen=case.last_buyer_at.isoformat() if case and case.last_buyer_at else "",
        opened=(opened_at or look.now).isoformat(),
        text=text,
        limit=_limit(account, case, look) if envelope is None else 0,
        signature=account.signature.strip(),
        is_watch_only=account.is_watch_only and not is_by_hand(account),
        is_by_hand=is_by_hand(account),
        is_start=case is None,
        problem=str(problem.text) if problem else "",
        remarks=remarks(found, text, account.platform),
        place=place,
        envelope=envelope,
        copies=tuple((one, one in asked) for one in others),
        cc=", ".join(one for one in asked if one not in others),
        carrier=labels.platform(envelope.market) if envelope and envelope.market else "",
        market=labels.platform(envelope.place) if envelope and envelope.place else "",
        accept="" if envelope else PICTURES,
        model=to("machine_ask", case.pk) if case and look.has_model else "",
        order_url=order_url(case, order),
        library=offer_sheets.chosen(case, library) if case else (),
        is_hot=case is not None and (is_hot(case, found) or getattr(problem, "code", "") == "heated"),
        calm=to("case_calm", case.pk) if case else "",
        proposal=proposal,
        templates=to("case_templates", case.pk) if case else "",
        sheet=to("case_sheet", case.pk) if case else "",
    )


def is_hot(case: Case, found: Sequence[Finding]) -> bool:
    """Whether the buyer's last words or the draft are heated."""
    return any(one.code in HEATED for one in found) or cool_down.is_buyer_heated(case)


def order_url(case: Case | None, order: Order | None = None) -> str:
    """The page of the order a text is about; empty without one."""
    pk = order.pk if order else case.order_id if case else None
    return to("order", pk) if pk else ""


def _pk(order: Order | None) -> int:
    return order.pk if order else 0


def _limit(account: Account, case: Case | None, look: Look) -> int:
    thread = case.thread if case else None
    channel = outgoing_draft.policy_in(account, thread, now=look.now).sending.channel
    if channel is None:
        return 0
    signature = account.signature.strip()
    return channel.text_length - (len(signature) + 2 if signature else 0)


def text_of(request: HttpRequest) -> str:
    """What was written; browsers send line ends as CR LF."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def cc_of(request: HttpRequest) -> list[str]:
    """Addresses for a copy: those ticked and those written, with commas or blanks between them."""
    written = " ".join(request.POST.getlist("cc"))[:LONGEST_CC]
    return list(dict.fromkeys(written.replace(",", " ").replace(";", " ").split()))


def key_of(request: HttpRequest) -> uuid.UUID:
    """The form's key: the same form sent twice makes one message."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def seen_of(request: HttpRequest, name: str = "seen") -> datetime | None:
    """The buyer's last word the writer had before him; ``opened``: when the talk was shown to him."""
    try:
        at = datetime.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None
    return at if at.tzinfo else None


def then_of(request: HttpRequest, look: Look) -> tuple[str, datetime | None]:
    """What becomes of the case, and until when the message is held."""
    choice = request.POST.get("then", "close")
    holds = {"hour": look.now + timedelta(hours=1), "tomorrow": look.morning(1)}
    if choice in holds:
        return "close", holds[choice]
    return (choice if choice in {"close", "wait", "keep"} else "close"), None


def sizes_of(request: HttpRequest) -> tuple[int, ...]:
    """Sizes of the files chosen so far, as the page tells them while one types: the files stay in the browser."""
    told = request.POST.get("sizes", "")[:200].split()
    return tuple(int(size) for size in told[:MOST_FILES] if size.isdecimal() and len(size) < 12)


def library_of(request: HttpRequest) -> list[int]:
    """Numbers of the files of the library that were chosen for this answer."""
    told = [int(one) for one in request.POST.getlist("library") if one.isdecimal() and len(one) < 15]
    return list(dict.fromkeys(told))[:MOST_FILES]


def learn(request: HttpRequest, now: datetime) -> None:
    """A word of a remark goes into the house dictionary, where its button was pressed."""
    if word := request.POST.get("word", ""):
        house_style.add_word(signed_in(request), word, now=now)


def files_of(request: HttpRequest) -> list[NewFile]:
    """Attached files, read up to a size."""
    uploads: list[UploadedFile[bytes]] = request.FILES.getlist("files")
    return [
        NewFile(
            name=(file.name or "file")[:255],
            media_type=(file.content_type or "")[:100],
            content=file.read(LARGEST),
        )
        for file in uploads[:MOST_FILES]
    ]
