"""What a connector is. Another marketplace is a folder that keeps this contract and one registry line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from kontuar.connector_kit.budget import Gate, Urgency
from kontuar.facts.deeds import Deed, Receipt
from kontuar.facts.issues import Issue
from kontuar.facts.mails import Letter, Mail, ShownLetter, Undelivered
from kontuar.facts.messages import Message, Thread
from kontuar.facts.offers import Offer, OfferEvent
from kontuar.facts.orders import Order, Shipment, Tracking
from kontuar.facts.quality import QualityDay
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import FeeRefund, Refund

type Fact = (
    Thread
    | Message
    | Order
    | Shipment
    | Tracking
    | Offer
    | OfferEvent
    | Issue
    | Refund
    | FeeRefund
    | Rating
    | QualityDay
    | Letter
    | Undelivered
)
type Settings = Mapping[str, Any]
"""What a person set for one account beside its access, in JSON (mail: servers, folders, own addresses; see the
connector's README). Never a secret."""
type Cursor = Mapping[str, Any]
"""Opaque JSON: only the connector that wrote it reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Access as the platform gave it. Never logged: ``repr`` hides both."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_expires_at: datetime
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The seller's own application at the platform, and which of the platform's addresses it is for.

    ``place`` is one of the connector's places (Allegro: ``production``, ``sandbox``, ``practice``);
    ``base_url`` is set for the practice market only, which has no fixed address. ``info_url`` is the
    page our ``User-Agent`` points to, where the platform wants one.
    """

    name: str
    version: str
    kind: str
    client_id: str
    client_secret: str = field(repr=False)
    place: str
    base_url: str = ""
    redirect_uri: str = ""
    info_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode:
    """What the seller types on the platform's page while we ask every ``interval`` whether it happened."""

    device_code: str = field(repr=False)
    user_code: str
    verification_url: str
    expires_at: datetime
    interval: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose account it is."""

    external_id: str
    login: str
    company: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswer:
    """What the platform answered, word for word, about one thing; kept for a limited time.

    ``about`` is the kind of thing in our words (``issue``, ``return``, ``refund`` …), ``body`` the JSON
    text of that one thing. Support of a platform asks for ``trace_id``.
    """

    about: str
    external_id: str
    body: str = field(repr=False)
    trace_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One portion of a stream. Storing it twice changes nothing.

    ``more`` asks to be called again at once with ``cursor``. ``done`` (what this batch adds) and ``total``
    (what there is in all, None where the platform does not say) make a progress line. ``swept`` names
    thread ids that were read whole down to ``swept_from``: messages of ours and theirs in that span that
    are missing have vanished there. Of the subjects passed, ``asked`` names those that got an answer (also
    "it is gone"), ``missed`` those whose question failed in passing; None means that all were asked.
    ``raw`` are answers worth keeping word for word, where the platform is known to contradict itself.
    """

    facts: tuple[Fact, ...]
    cursor: Cursor
    more: bool = False
    done: int = 0
    total: int | None = None
    trace_id: str = ""
    server_at: datetime | None = None
    swept: tuple[str, ...] = ()
    swept_from: datetime | None = None
    asked: tuple[str, ...] | None = None
    missed: tuple[str, ...] = ()
    raw: tuple[RawAnswer, ...] = ()


class Way(StrEnum):
    """How a deed is done: by the platform's interface, by a person on its page, or not at all."""

    API = "api"
    HANDOFF = "handoff"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a composer must keep to, as the platform states it.

    ``text_characters`` counts Unicode characters after line ends became single ones; ``attachment_bytes``
    is per file; ``send_interval`` is the least time between two messages of one account.
    """

    text_characters: int
    attachment_bytes: int
    attachment_types: tuple[str, ...]
    send_interval: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSpec:
    """A kind of thing pulled, and how often.

    ``subjects`` names what the caller must pass in, because only the store knows it:
    ``""`` nothing, ``"orders"`` order ids whose parcels may have news, ``"parcels"``
    ``carrier|waybill`` pairs still on their way, ``"threads"`` thread ids to read now, ``"issues"``
    ids of issues whose talk should be read, ``"returns"`` ids of returns not over yet, ``"refunds"``
    ids of refunds under way, ``"offers"`` offer ids to read again.
    ``once`` streams end when a batch says ``more=False`` (first import). ``has_bell``: somebody may wait in
    ``Client.wait_for_news``; ``every`` holds all the same, for bells are missed.
    """

    name: str
    every: timedelta
    urgency: Urgency = Urgency.LIVE
    subjects: str = ""
    once: bool = False
    has_bell: bool = False


NO_SETTINGS: Settings = MappingProxyType({})


class Client(Protocol):
    """An open line to one account. Not shared between threads."""

    def pull(
        self, stream: str, cursor: Cursor, *, now: datetime, subjects: Sequence[str] = (), since: datetime
    ) -> Batch:
        """Read one portion of ``stream``. ``since`` is how far back the owner lets us read."""
        ...

    def perform(self, deed: Deed) -> Receipt:
        """Do one thing there.

        Raises WatchOnly before anything leaves if the account is watch-only, OutcomeUnknown when the
        request left and no trustworthy answer came, and the other errors of ``connector_kit.errors``.
        """
        ...

    def fetch_attachment(self, external_id: str, *, max_bytes: int) -> bytes:
        """The content of a file on a message; Refused when it is gone or larger than ``max_bytes``."""
        ...

    def whoami(self) -> Identity:
        """Whose access this is."""
        ...

    def wait_for_news(self, stream: str, *, seconds: float) -> bool:
        """Wait at the platform's own bell until ``stream`` has something new; True when it rang.

        Only for streams with ``StreamSpec.has_bell``; raises Temporary when the line breaks and NotSupported
        where this account's server has no bell.
        """
        ...

    def close(self) -> None:
        """Let go of the connections. May be called from another thread to end ``wait_for_news``."""
        ...


class Connector(Protocol):
    """The way to one platform."""

    name: str
    streams: tuple[StreamSpec, ...]
    capabilities: Mapping[type[Deed], Way]
    """Per kind of deed; one that is missing counts as NONE and ``perform`` raises NotSupported."""
    limits: Limits

    def limits_in(self, thread_id: str) -> Limits:
        """What a message in this thread must keep to: places of one platform differ."""
        ...

    def open(
        self,
        application: Application,
        tokens: Tokens,
        *,
        login: str,
        watch_only: bool,
        gate: Gate,
        settings: Settings = NO_SETTINGS,
    ) -> Client:
        """An open line; ``login`` is our own login there, by which we tell our messages from theirs."""
        ...

    def read(
        self, raw: bytes, *, login: str, settings: Settings, received_at: datetime, is_sent: bool = False
    ) -> tuple[Fact, ...]:
        """The facts in something that was handed to us instead of pulled: a mail from a mail server's pipe or
        from an archive. Raises NotSupported where nothing can be handed over."""
        ...

    def open_letter(self, raw: bytes, *, received_at: datetime) -> Mail:
        """A kept mail read again, to show its HTML and hand out its files. NotSupported where there are none."""
        ...

    def show_letter(
        self, mail: Mail, *, remote: bool = False, inline: Mapping[str, str] | None = None, links: bool = True
    ) -> ShownLetter:
        """A mail's HTML made harmless. ``remote`` lets pictures of other servers in (asked for by a person),
        ``inline`` maps a Content-ID to the address of that picture; without ``links`` they lead nowhere.
        NotSupported where there are no letters."""
        ...

    def start_device(self, application: Application, *, now: datetime) -> DeviceCode:
        """Begin a device sign-in."""
        ...

    def poll_device(self, application: Application, device_code: str, *, now: datetime) -> Tokens | None:
        """The tokens once the seller agreed, None while waiting; Refused when it ran out or was declined."""
        ...

    def authorize_url(self, application: Application, *, state: str) -> str:
        """Where to send the seller's browser for the authorization-code flow."""
        ...

    def exchange_code(self, application: Application, code: str, *, now: datetime) -> Tokens:
        """Tokens for a code (it lives ten seconds on Allegro)."""
        ...

    def refresh(self, application: Application, tokens: Tokens, *, now: datetime) -> Tokens:
        """A new pair. The old one is dead after this: store the new one before using it.

        OutcomeUnknown when the answer was lost, AuthExpired when the consent is gone.
        """
        ...

    def link(self, application: Application, kind: str, external_id: str) -> str:
        """The platform's own page for a ``thread``, ``order``, ``offer``, ``buyer``, ``issue`` (discussion or
        claim), ``return``, ``rating``, ``refunds`` or ``quality``; ``""`` if none."""
        ...
