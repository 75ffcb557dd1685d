"""The situations a template may be for, and what in a buyer's message or his order speaks for each."""

from dataclasses import dataclass

from kontuar.facts.reading import IntentKind as Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """``intents`` of the buyer's message speak for it, ``wants`` and ``unless`` are flags of the case."""

    code: str
    intents: frozenset[Kind] = frozenset()
    wants: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


def _one(code: str, *intents: Kind, wants: str = "", unless: str = "") -> Situation:
    return Situation(
        code=code,
        intents=frozenset(intents),
        wants=frozenset(wants.split()),
        unless=frozenset(unless.split()),
    )


ALL: tuple[Situation, ...] = (
    _one("before", Kind.WANTED_ITEM, unless="order"),
    _one("waiting", Kind.WHERE_IS_PARCEL, wants="order", unless="late"),
    _one("too_early", Kind.WHERE_IS_PARCEL, wants="order early", unless="late"),
    _one("late_parcel", Kind.WHERE_IS_PARCEL, wants="order late"),
    _one("lost_parcel", Kind.WHERE_IS_PARCEL, wants="order late sent"),
    _one("cannot_fulfil", wants="order", unless="sent"),
    _one("choice", wants="order choice", unless="sent"),
    _one("complaint", Kind.COMPLAINT, wants="order"),
    _one("own_fault", Kind.COMPLAINT, wants="order", unless="claim"),
    _one("no_fault", Kind.COMPLAINT, Kind.PRESSURE, wants="order"),
    _one("wrong_size", Kind.HOW_TO_RETURN, wants="order"),
    _one("how_to_return", Kind.HOW_TO_RETURN, Kind.WITHDRAWAL, wants="order"),
    _one("buyers_mistake", Kind.ADDRESS_CHANGE, Kind.RESIGNATION, Kind.CONTACT_GIVEN, wants="order"),
    _one("invoice", Kind.INVOICE, wants="order"),
    _one("refusal", Kind.PRESSURE),
    _one("negotiation", unless="sent"),
    _one("after", Kind.THANKS, Kind.CLOSER, wants="order"),
    _one("holding"),
    _one("late_answer", wants="answer_late"),
    _one("empathy"),
    _one("apology"),
    _one("own"),
)
CODES = tuple(one.code for one in ALL)
_BY_CODE = {one.code: one for one in ALL}


def fits(code: str, intents: dict[Kind, float], flags: frozenset[str]) -> float:
    """How well a situation fits: what the buyer asks weighs most, then what the case is in. Below 0: not at all."""
    one = _BY_CODE.get(code)
    if one is None:
        return 0.0
    asked = max((intents[kind] for kind in one.intents if kind in intents), default=0.0)
    against = len(one.wants - flags) + len(one.unless & flags)
    return 10 * asked + len(one.wants & flags) - 3 * against
