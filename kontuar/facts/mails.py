"""A mail as it was read: what it says, what hangs on it, what kind of mail it is, and what was wrong with it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kontuar.facts.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """A name and an address as written, decoded. ``address`` is ``""`` where only a name stood."""

    name: str
    address: str

    @property
    def key(self) -> str:
        """The address for comparing: case does not count."""
        return self.address.casefold()

    @property
    def domain(self) -> str:
        """What stands after the last ``@``, in small letters."""
        return self.address.rpartition("@")[2].strip(".").casefold() if "@" in self.address else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A date in a calendar. ``starts`` and ``ends`` are ISO words as far as they are known (``2026-05-04``,
    ``2026-05-04T10:00+02:00``, without offset when the zone is unknown); ``starts_at`` only when certain."""

    method: str
    summary: str
    starts: str
    ends: str
    location: str = ""
    organizer: str = ""
    starts_at: datetime | None = None
    all_day_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """A file of a mail. ``media_type`` is what the content shows, else what was declared.

    ``inline`` files are shown inside the text (``content_id`` names them there). ``is_raw`` means that
    nobody could decode it: ``content`` is what the mail held, byte for byte.
    """

    name: str
    media_type: str
    declared_type: str
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False
    is_raw: bool = False

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail. Reading never fails: what could not be understood is a file, and ``troubles`` says so.

    ``sent_at`` (UTC) is the mail's own date, or the moment it was received when that date is missing or
    cannot be true (``date_raw`` keeps what was written). ``text`` is the plain text, taken from the HTML when
    there is none (``text_from_html``); ``html`` is raw and dangerous. ``files`` holds attached mails as
    files too; ``nested`` is the same mails read. Mails within nested mails have no file of their own: the
    outermost file holds them. ``digest`` is the SHA-256 of the raw bytes.
    """

    digest: str
    size: int
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    from_: tuple[MailAddress, ...]
    to: tuple[MailAddress, ...]
    cc: tuple[MailAddress, ...]
    reply_to: tuple[MailAddress, ...]
    sender: MailAddress | None
    subject: str
    sent_at: datetime
    date_raw: str
    text: str
    text_from_html: bool
    html: str
    files: tuple[MailFile, ...]
    nested: "tuple[Mail, ...]"
    invitations: tuple[Invitation, ...]
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    media_type: str = "text/plain"
    troubles: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name (small letters), decoded; ``""`` if none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def author(self) -> MailAddress:
        """Who wrote it: the first address of From, else Sender, else an empty one."""
        writers = (*self.from_, *((self.sender,) if self.sender else ()))
        named = next((one for one in writers if one.address), None)
        return named or (writers[0] if writers else MailAddress(name="", address=""))


class MailKind(StrEnum):
    """What a mail is. A doubtful one is PERSON: nobody who wrote may be overlooked."""

    PERSON = "person"
    NOTICE = "notice"
    AUTO_REPLY = "auto_reply"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LIST = "list"
    LOOP = "loop"


class NoticeEvent(StrEnum):
    """What a marketplace tells by mail."""

    MESSAGE = "message"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_MESSAGE = "dispute_message"
    HELP_REQUEST = "help_request"
    CASE = "case"
    SALE = "sale"
    REFUND = "refund"
    OTHER = "other"


WANTS_A_LOOK = frozenset(
    [
        NoticeEvent.MESSAGE,
        NoticeEvent.DISPUTE_OPENED,
        NoticeEvent.DISPUTE_MESSAGE,
        NoticeEvent.HELP_REQUEST,
        NoticeEvent.CASE,
    ]
)
"""Somebody waits for us at the marketplace. A sale, a refund and the rest want nothing of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A marketplace's notice. ``respond_by`` (UTC) only where the mail names it. ``platform`` is the market.

    ``seller_login`` is whom the marketplace wrote to, ``page`` its page of the matter (``https://…``, built
    here from an id of the expected shape, never copied), both ``""`` where the mail does not tell.
    """

    platform: str
    event: NoticeEvent
    buyer_login: str = ""
    seller_login: str = ""
    thread_id: str = ""
    issue_id: str = ""
    order_id: str = ""
    offer_id: str = ""
    reason: str = ""
    price: Money | None = None
    respond_by: datetime | None = None
    has_buyer_text: bool = False
    page: str = ""

    @property
    def wants_a_look(self) -> bool:
        """A person has something to do there: somebody waits, or the marketplace set a limit."""
        return self.event in WANTS_A_LOOK or self.respond_by is not None


class BounceWhy(StrEnum):
    """Why a mail did not arrive, from its status code (RFC 3463)."""

    NO_SUCH_MAILBOX = "no_such_mailbox"
    NO_SUCH_DOMAIN = "no_such_domain"
    MAILBOX_FULL = "mailbox_full"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What became of a mail of ours for one recipient. ``is_final`` False: the server is still trying."""

    recipient: str
    status: str
    why: BounceWhy
    is_final: bool
    diagnostic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedBuyer:
    """A buyer behind Allegro's masked address: ``buyer`` is the same for each of the buyer's mails, ``about``
    (after the ``+``) names the order or offer for Allegro."""

    buyer: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailVerdict:
    """What a mail is and why. ``original_id`` is the Message-ID a bounce is about; ``signs`` are codes, also of
    weak signs that did not decide; ``looks_like`` names a marketplace the sender pretends to be."""

    kind: MailKind
    signs: tuple[str, ...] = ()
    notice: Notice | None = None
    bounces: tuple[Bounce, ...] = ()
    original_id: str = ""
    masked: MaskedBuyer | None = None
    looks_like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it came, kept whole beside what was read from it.

    ``message_id`` is the external id of its ``Message``. ``is_sent`` marks one of the sent folder.
    """

    message_id: str
    raw: bytes = field(repr=False)
    mail: Mail = field(repr=False)
    verdict: MailVerdict
    is_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLetter:
    """A mail's HTML made harmless. ``blocked`` counts pictures of other servers that were left out, ``hosts``
    names those servers."""

    html: str
    blocked: int = 0
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A mail of ours did not arrive, or not yet (``bounce.is_final``). ``message_id`` is ours, ``told_by`` the
    external id of the mail that says so, ``told_at`` its date (UTC)."""

    message_id: str
    bounce: Bounce
    told_by: str
    told_at: datetime
