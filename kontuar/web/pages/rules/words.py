"""Rules in words: areas, how well they are known, their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kontuar.rulebook import wording
from kontuar.rulebook.compare import Change, Kind
from kontuar.rulebook.record import RuleRecord, Since, Value
from kontuar.rules.rule import Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A rule as a row shows it. ``says_in`` is the language of what it says, where that is not the reader's."""

    record: RuleRecord
    title: str
    says: str
    says_in: str
    values: str
    known: str
    is_own: bool = False


def line(record: RuleRecord) -> Line:
    """One row, its strings prepared."""
    values = "; ".join(f"{name}: {value}" for name, value in named(record.values))
    return Line(
        record=record,
        title=wording.title(record, language()),
        says=wording.says(record, language()),
        says_in=says_in(record),
        values=values,
        known=known(record),
        is_own=bool(record.own_values),
    )


def language() -> str:
    """The reader's."""
    return get_language() or "en"


def says_in(record: RuleRecord) -> str:
    """``en`` where a rule is told in English although the reader reads something else."""
    return "" if wording.is_told(record, language()) else "en"


def named(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What each value means, and the value in words."""
    return [(value_name(key), shown(value)) for key, value in values.items()]


def value_name(key: str) -> str:
    """What a value of a rule means."""
    return wording.value_name(key, language())


def shown(value: Value | None) -> str:
    """A value in the reader's words; ``value_words`` is what a form takes."""
    if isinstance(value, tuple):
        return ", ".join(_word(one) for one in value) if value else "–"
    return _word(value) if isinstance(value, str) else value_words(value)


def _word(text: str) -> str:
    """A code in words; of a carrier's id and name the name."""
    return wording.word(text, language())


def reading(name: str) -> str:
    """The name of a reading, or by what it is confirmed."""
    return wording.word(name, language())


def everything_said(record: RuleRecord) -> str:
    """Title and text in the reader's language, for the search."""
    return f"{wording.title(record, language())} {wording.says(record, language())}"


def area(code: str) -> str:
    """What the rules of an area are about."""
    words = {
        "A": _("Sales quality and ratings"),
        "B": _("Messages"),
        "C": _("Orders, dispatch, money"),
        "D": _("Discussions, claims, returns"),
        "E": _("Offers"),
        "F": _("eBay"),
        "G": _("Etsy"),
        "H": _("Law"),
        "law": _("Law of other countries"),
        "api": _("What the marketplace's interface takes"),
        "own": _("Our own suggestions"),
    }
    return words.get(code, code)


def known(record: RuleRecord) -> str:
    """How well a rule is known."""
    words = {
        Confidence.SEEN: _("read in its source"),
        Confidence.INFERRED: _("inferred"),
        Confidence.CONFLICTING: _("sources differ"),
        Confidence.OWN: _("our own suggestion"),
    }[record.confidence]
    return words + (", " + _("not the marketplace's own text") if record.is_third_party else "")


def since(record: RuleRecord) -> str:
    """From when to when a version holds, as exactly as it is known."""
    first = record.valid_from.isoformat()
    if record.since is Since.ASSUMED:
        from_words = _("since an unknown day")
    elif record.since is Since.SOURCE:
        from_words = _("seen in a source of %(day)s") % {"day": first}
    else:
        from_words = _("from %(day)s") % {"day": first}
    if record.valid_to is None:
        return from_words
    return _("%(from)s to %(day)s") % {"from": from_words, "day": record.valid_to.isoformat()}


def value_words(value: Value | None) -> str:
    """A value as a person writes it; the form takes it back like this."""
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, tuple):
        return ", ".join(value) if value else "–"
    return "–" if value is None else str(value)


def change_words(change: Change, today: date) -> str:
    """What happened to a rule, or will."""
    if change.on > today:
        words = {
            Kind.NEW: _("will hold"),
            Kind.CHANGED: _("will change"),
            Kind.GONE: _("will end"),
        }
    else:
        words = {Kind.NEW: _("new rule"), Kind.CHANGED: _("changed"), Kind.GONE: _("ended")}
    return words[change.kind]
