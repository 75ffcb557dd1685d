"""Which case does a message belong to? Cuts a thread that never ends into matters.

On Allegro two people share one thread for ever: a message of 2021 reopens the thread of 2019
(allegro/allegro-api #4787, #11931, read 2026-11). A case is our own unit, so no rule here is the
marketplace's: every length of time in :class:`CutPolicy` is **ours**, with its reason beside it.
The same in prose, with examples and measured figures: ``docs/rules/cases.md``.

Pure and incremental: ``place`` sees one message and a sketch of each case of *its thread* (for a talk
all talk cases with that buyer may be given) and says where the message goes. Nothing is moved
afterwards: people move, merge and split. Messages may come disordered and "in the past"
(``createdAt`` is when the buyer typed, #13907), so distance in time counts both ways.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kontuar.facts.case import CaseState
from kontuar.facts.messages import Role, ThreadKind
from kontuar.rules.matching_facts import CaseSketch, MessageHint, grown, hint_of, opened
from kontuar.rules.matching_policy import OURS, CutPolicy

__all__ = [
    "OURS",
    "OWN_CASE",
    "CaseSketch",
    "CutPolicy",
    "MessageHint",
    "Placement",
    "Reason",
    "cut",
    "grown",
    "hint_of",
    "opened",
    "place",
]


OWN_CASE = frozenset({ThreadKind.PROBLEM, ThreadKind.CLAIM})
"""Threads opened for one matter: each is one case, however long."""


class Reason(StrEnum):
    """Why a message was placed where it was; the screens put it in words."""

    OWN_ANSWER = "own_answer"
    PROBLEM_THREAD = "problem_thread"
    SAME_ORDER = "same_order"
    BOUGHT_AFTER_ASKING = "bought_after_asking"
    BOUGHT_AGAIN = "bought_again"
    SAME_OFFER = "same_offer"
    OFFERS_COMPARED = "offers_compared"
    NAMED_LATER = "named_later"
    SAME_SUBJECT = "same_subject"
    THANKS = "thanks"
    ANSWERS_BUYER = "answers_buyer"
    GOES_ON = "goes_on"
    NEW_FIRST = "new_first"
    NEW_ORDER = "new_order"
    NEW_OFFER = "new_offer"
    NEW_AFTER_GAP = "new_after_gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """``case_key`` None: open a new case. ``is_sure`` False: another reading was close."""

    case_key: int | None
    reason: Reason
    is_sure: bool


# --- distances -----------------------------------------------------------------------------------


def _gap(case: CaseSketch, at: datetime) -> timedelta:
    """Time between ``at`` and the case, nought inside it, the same measure before and after."""
    return max(case.opened_at - at, at - case.last_message_at, timedelta(0))


def _within(case: CaseSketch, message: MessageHint, limit: timedelta, policy: CutPolicy) -> bool:
    """In reach: ``limit`` after the case; before it no more than a held message explains."""
    at = message.written_at
    return _gap(case, at) <= (min(limit, policy.before_gap) if at < case.opened_at else limit)


def _nearest(cases: Iterable[CaseSketch], at: datetime) -> CaseSketch | None:
    """The case nearest in time; among those that cover ``at``, the one with a message nearest to it."""

    def order(case: CaseSketch) -> tuple[timedelta, timedelta, timedelta, int]:
        marks = (case.opened_at, case.last_message_at, case.last_buyer_at, case.last_seller_at)
        beside = min(abs(mark - at) for mark in marks if mark is not None)
        return _gap(case, at), beside, abs(case.opened_at - at), -case.key

    return min(cases, key=order, default=None)


def _join(case: CaseSketch, reason: Reason, *, sure: bool) -> Placement:
    return Placement(case_key=case.key, reason=reason, is_sure=sure)


# --- rules, asked in this order; the first that speaks decides --------------------------------------

type _Rule = Callable[[MessageHint, Sequence[CaseSketch], CutPolicy], Placement | None]


def _own_answer(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """We sent it ourselves and know for which case."""
    for case in cases:
        if case.key == message.answers_case:
            return _join(case, Reason.OWN_ANSWER, sure=True)
    return None


def _problem(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """A problem thread was opened for one matter and stays one case, however long."""
    if message.thread_kind not in OWN_CASE:
        return None
    case = min(cases, key=lambda each: (each.opened_at, each.key), default=None)
    return _join(case, Reason.PROBLEM_THREAD, sure=True) if case else None


def _order(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """A message that names an order belongs to the case of that order."""
    if not message.order_id:
        return None
    at = message.written_at
    case = _nearest((c for c in cases if message.order_id in c.order_ids), at)
    if case and (message.is_closer or _gap(case, at) <= policy.order_gap):
        return _join(case, Reason.SAME_ORDER, sure=_gap(case, at) <= policy.order_gap / 2)
    for reason, fits in ((Reason.BOUGHT_AFTER_ASKING, _asked_of_it), (Reason.BOUGHT_AGAIN, _bought_before)):
        if found := _nearest((c for c in cases if fits(c, message, policy)), at):
            return _join(found, reason, sure=_gap(found, at) <= policy.rebuy_gap and not found.order_ids)
    return _named_later(message, cases, policy) or _open_named(message, cases, case, Reason.NEW_ORDER, policy)


def _asked_of_it(case: CaseSketch, message: MessageHint, policy: CutPolicy) -> bool:
    """A question about an offer of this order, so short ago that the order follows from it."""
    is_about = bool(case.offer_ids & message.offer_ids) and not case.order_ids
    limit = policy.ended_gap if case.is_thanked else policy.purchase_gap
    return is_about and _within(case, message, limit, policy)


def _bought_before(case: CaseSketch, message: MessageHint, policy: CutPolicy) -> bool:
    """An order of the same goods on the same day: cancelled and bought anew."""
    is_same = bool(case.order_ids) and bool(message.offer_ids) and message.offer_ids <= case.offer_ids
    return is_same and _within(case, message, policy.rebuy_gap, policy)


def _offer(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """A message that names an offer belongs to the case of that offer, bought or not."""
    if not message.offer_id or message.order_id:
        return None
    at = message.written_at
    case = _nearest((c for c in cases if message.offer_id in c.offer_ids), at)
    if case and (message.is_closer or _gap(case, at) <= _offer_limit(case, policy)):
        return _join(case, Reason.SAME_OFFER, sure=_gap(case, at) <= policy.offer_gap / 2)
    beside = (c for c in cases if c.offer_ids and not c.order_ids and c.has_unanswered)
    compared = _nearest((c for c in beside if _gap(c, at) <= policy.compare_gap), at)
    if compared and message.role is Role.BUYER:
        return _join(compared, Reason.OFFERS_COMPARED, sure=False)
    return _named_later(message, cases, policy) or _open_named(message, cases, case, Reason.NEW_OFFER, policy)


def _offer_limit(case: CaseSketch, policy: CutPolicy) -> timedelta:
    """Thanks for an order end it: who then asks about the same offer means to buy more."""
    return policy.ended_gap if case.order_ids and case.is_thanked else policy.offer_gap


def _named_later(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """A case that named nothing takes the name spoken in the next breath, or found to lie before it."""
    after = policy.adopt_order_gap if message.order_id else policy.adopt_offer_gap
    at = message.written_at
    unnamed = (c for c in cases if c.is_unnamed)
    case = _nearest(
        (c for c in unnamed if _gap(c, at) <= (policy.before_gap if at < c.opened_at else after)), at
    )
    return _join(case, Reason.NAMED_LATER, sure=False) if case else None


def _open_named(
    message: MessageHint,
    cases: Sequence[CaseSketch],
    old: CaseSketch | None,
    reason: Reason,
    policy: CutPolicy,
) -> Placement | None:
    """A new case for what is named, unless it is mere thanks, which go to an old one."""
    if message.is_closer and message.role is Role.BUYER:
        return None
    alike = (c for c in cases if c.is_unnamed or c.offer_ids & message.offer_ids)
    sure = not any(_gap(c, message.written_at) <= policy.offer_gap for c in alike)
    return Placement(case_key=None, reason=Reason.NEW_AFTER_GAP if old else reason, is_sure=sure)


def _thanks(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """Thanks belong to what was answered last before them, however late; they open nothing."""
    if not (message.is_closer and message.role is Role.BUYER):
        return None
    at = message.written_at
    answered = [c for c in cases if c.last_seller_at is not None and c.last_seller_at <= at]
    case = max(answered, key=lambda c: (c.last_seller_at or c.opened_at, c.key), default=None)
    covering = [c for c in cases if c.opened_at <= at <= c.last_message_at]
    if case is None or (covering and case not in covering):
        case = _nearest(covering or cases, at)
    if case is None:
        return None
    rivals = [c for c in cases if c is not case and _gap(c, at) <= policy.bare_gap]
    return _join(case, Reason.THANKS, sure=not rivals and _gap(case, at) <= policy.closer_gap)


def _seller(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """A seller's bare message answers the buyer who waits, the last to write first."""
    if message.role not in (Role.SELLER, Role.AUTOMAT):
        return None
    at = message.written_at
    waiting = [c for c in _asked_before(cases, at) if at - (c.asked_at or at) <= policy.answer_gap]
    near = _nearest((c for c in cases if _within(c, message, policy.seller_gap, policy)), at)
    if not waiting and (near is None or _gap(near, at) > policy.postscript_gap):
        # Silent for a day, then a word: rather the old question at last than a postscript.
        waiting = [c for c in _asked_before(cases, at) if _gap(c, at) <= policy.seller_gap]
    if waiting:
        case = max(waiting, key=lambda c: (c.asked_at or c.opened_at, c.key))
        sure = len(waiting) == 1 and (case is near or _gap(case, at) <= policy.answer_gap)
        return _join(case, Reason.ANSWERS_BUYER, sure=sure)
    return _join(near, Reason.GOES_ON, sure=_alone(near, cases, at, policy)) if near else None


def _asked_before(cases: Sequence[CaseSketch], at: datetime) -> list[CaseSketch]:
    """The cases in which the buyer waited for an answer at that time, as far as a sketch tells."""
    return [c for c in cases if c.has_unanswered and c.asked_at is not None and c.asked_at <= at]


def _subject(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """An e-mail that refers to nothing but carries a known subject."""
    if not message.subject_key:
        return None
    same = (c for c in cases if message.subject_key in c.subjects)
    case = _nearest((c for c in same if _within(c, message, policy.subject_gap, policy)), message.written_at)
    return _join(case, Reason.SAME_SUBJECT, sure=True) if case else None


def _bare(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy) -> Placement | None:
    """Nothing is named: the nearest case goes on while its patience lasts."""
    at = message.written_at
    # A case of which the buyer has seen no word (a stopped notice) is nothing he could go on with.
    seen = [c for c in cases if c.last_buyer_at or c.last_seller_at or message.role is not Role.BUYER]
    near = _nearest((c for c in seen if _within(c, message, _patience(c, message, policy), policy)), at)
    return _join(near, Reason.GOES_ON, sure=_alone(near, seen, at, policy)) if near else None


def _patience(case: CaseSketch, message: MessageHint, policy: CutPolicy) -> timedelta:
    """How long after its last message a case takes a bare one."""
    greets = message.greets
    if message.starts_subject:
        return policy.adopt_offer_gap
    if message.role is Role.MARKETPLACE:
        return policy.reminder_gap
    if case.state is CaseState.WAITING:
        return policy.waiting_gap
    if case.has_unanswered:
        return policy.greeted_reminder_gap if greets else policy.reminder_gap
    if case.is_thanked:
        return policy.ended_gap if greets else policy.thanked_gap
    if greets:
        return policy.greeted_gap
    return policy.short_gap if message.text_length <= policy.short_length else policy.bare_gap


def _alone(case: CaseSketch, cases: Sequence[CaseSketch], at: datetime, policy: CutPolicy) -> bool:
    """No other case is in reach, and this one is well within it."""
    limit = policy.bare_gap
    rivals = (c for c in cases if c.key != case.key and _gap(c, at) <= limit)
    return _gap(case, at) <= limit / 2 and not any(rivals)


_RULES: tuple[_Rule, ...] = (_own_answer, _problem, _order, _offer, _thanks, _seller, _subject, _bare)


def _in_reach(message: MessageHint, own: list[CaseSketch], policy: CutPolicy) -> list[CaseSketch]:
    """Those cases a rule can pick at all: a thread of fifteen thousand messages holds thousands."""
    if message.is_closer or message.thread_kind in OWN_CASE or message.answers_case is not None:
        return own
    low, high = message.written_at - policy.horizon, message.written_at + policy.horizon
    order, offer = message.order_id, message.offer_id
    return [
        case
        for case in own
        if (case.last_message_at >= low and case.opened_at <= high)
        or order in case.order_ids
        or offer in case.offer_ids
    ]


def place(message: MessageHint, cases: Sequence[CaseSketch], policy: CutPolicy = OURS) -> Placement:
    """Where the message goes. Says the same whatever order ``cases`` stand in; never fails."""
    own = [case for case in cases if case.thread_kind is message.thread_kind]
    near = _in_reach(message, own, policy)
    for rule in _RULES:
        if placement := rule(message, near, policy):
            return placement
    reason = Reason.NEW_AFTER_GAP if own else Reason.NEW_FIRST
    sure = all(_gap(case, message.written_at) > policy.order_gap for case in near)
    return Placement(case_key=None, reason=reason, is_sure=sure)


def cut(messages: Sequence[MessageHint], policy: CutPolicy = OURS) -> tuple[Placement, ...]:
    """Cut a whole thread, or one pulled batch, at once: placed in order of writing, told in order given.

    ``case_key`` is always set and counts from 1; equal keys are one case. The order given makes no
    difference but for messages written in the same instant, so a first import uses this.
    """
    cases: dict[int, CaseSketch] = {}
    told: dict[int, Placement] = {}
    for index, message in sorted(enumerate(messages), key=lambda each: each[1].written_at):
        placement = place(message, tuple(cases.values()), policy)
        key = placement.case_key or len(cases) + 1
        cases[key] = grown(cases[key], message) if key in cases else opened(key, message)
        told[index] = replace(placement, case_key=key)
    return tuple(told[index] for index in range(len(messages)))
