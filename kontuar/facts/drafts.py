"""What we are about to say: a draft as the reply checks see it, and a queued text as the send guard does."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kontuar.facts.around import Around
from kontuar.facts.case import CaseState
from kontuar.facts.reading import Reading


class DraftKind(StrEnum):
    """An answer inside a thread, or the first message of a new conversation."""

    ANSWER = "answer"
    NEW_CONVERSATION = "new_conversation"


class Severity(StrEnum):
    """``stop`` gives the text back, ``warning`` says why it may go wrong, ``hint`` can be switched off."""

    STOP = "stop"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check noticed.

    ``code`` and ``fix`` are codes the screens put in words with ``params``. ``span`` is start and end
    in the text (code points), None for the whole. ``rule_id``, ``since`` (valid-from date as text) and
    ``source`` (an address) name the rule behind it; all three are empty for plain good sense.
    """

    code: str
    severity: Severity
    span: tuple[int, int] | None = None
    rule_id: str = ""
    since: str = ""
    source: str = ""
    fix: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """A text before it is sent.

    ``started_by_us`` is True when no word of the buyer stands in this matter: rules against notices
    speak of those only (B9). ``own_numbers`` are numbers we may quote without leaking contact data:
    order, offer, waybill, invoice. ``attachment_sizes`` are bytes. ``signature`` is put under ``text``
    when it leaves and counts for its length; it is never judged otherwise. A ``reading`` of the same
    text, where there is one, spares the checks their own search. ``has_recipient`` is False where no address
    is known that an answer could go to, ``is_to_robot`` True where nobody reads what comes to it (mail).
    ``around`` is what else is known: the order, the buyer, our earlier words.
    """

    text: str
    kind: DraftKind = DraftKind.ANSWER
    started_by_us: bool = False
    attachment_sizes: tuple[int, ...] = ()
    signature: str = ""
    order_id: str = ""
    own_numbers: tuple[str, ...] = ()
    has_recipient: bool = True
    is_to_robot: bool = False
    reading: Reading | None = field(default=None, repr=False)
    around: Around = field(default_factory=Around, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFacts:
    """A queued text at the moment it would leave.

    ``planned_at`` is when it was meant to go (the end of the undo time, or the time it was put off to);
    without it ``composed_at`` counts. ``case_state_when_composed`` tells a case closed meanwhile from
    a text a person wrote into a closed one. ``sent_last_hour`` counts what left this account in the hour
    before now, ``first_of_hour_at`` is the oldest of them. ``ours_in_a_row`` counts our messages to this
    buyer since his last word in any matter, ``same_text_recently`` those with this very text in this
    matter; both within the policy's repeat window and without this one. ``is_insisted`` is True when a
    person has seen why it was held and sent it all the same: these two no longer stop it. ``may_work`` is
    False when whoever wrote it (or took it over by sending it all the same) no longer works on the account.
    """

    composed_at: datetime
    kind: DraftKind = DraftKind.ANSWER
    planned_at: datetime | None = None
    last_buyer_message_at_when_composed: datetime | None = None
    last_buyer_message_at: datetime | None = None
    case_state: CaseState = CaseState.OPEN
    case_state_when_composed: CaseState = CaseState.OPEN
    thread_is_open: bool = True
    watch_only: bool = False
    may_work: bool = True
    sent_last_hour: int = 0
    first_of_hour_at: datetime | None = None
    ours_in_a_row: int = 0
    same_text_recently: int = 0
    is_insisted: bool = False
