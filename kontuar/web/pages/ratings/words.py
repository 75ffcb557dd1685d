"""The list of ratings in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.actions import deeds, links, windows
from kontuar.actions.policies import Policies
from kontuar.rules.deed_policy import DeedRules
from kontuar.store.models import OutgoingDeed
from kontuar.store.queries.ratings import FILTERS, Page, Row, Sum, Wish
from kontuar.web import filters, labels, labels_sales, labels_windows
from kontuar.web.filters import Choice
from kontuar.web.going import to
from kontuar.web.labels_windows import WindowLine
from kontuar.web.look import Look
from kontuar.web.pages.ratings import rule

WAITS = frozenset({OutgoingDeed.State.HELD.value, OutgoingDeed.State.QUEUED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the list. ``windows`` are rights that run out: name and end."""

    pk: int
    buyer: str
    account: str
    platform: str
    letter: str
    is_good: bool
    verdict: str
    comment: str
    about: str
    at: str
    changed: str
    order_url: str
    answer: str
    answered: str
    deed: str
    deed_text: str
    take_back: str
    windows: tuple[WindowLine, ...]
    removal: str
    excluded: str
    url: str
    can_answer: bool
    answer_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A year of one account."""

    account: str
    good: int
    bad: int
    share: str
    excluded: int
    score: str


def wish_of(params: dict[str, str]) -> Wish:
    """What the address asks for; nonsense is the first filter."""
    return Wish(
        which=filters.which_of(params, FILTERS),
        account_id=filters.account_of(params),
        cursor=params.get("po", "")[:80],
        number=params.get("q", "").strip()[:100],
    )


def query_of(wish: Wish, **changes: str) -> str:
    """The address's query for a wish, ``""`` when nothing was chosen."""
    which = wish.which if wish.which != FILTERS[0] else ""
    return filters.query({"f": which, "konto": str(wish.account_id or ""), "q": wish.number, **changes})


def items(page: Page, look: Look) -> list[Item]:
    """Lines, ready to be shown."""
    known = Policies(look.now)
    return [item(row, look, known) for row in page.rows]


def item(row: Row, look: Look, known: Policies | None = None) -> Item:
    """One line; ``known`` keeps the rules of several lines' accounts."""
    rating, fact = row.rating, row.rating.fact
    rules = (known or Policies(look.now)).of(row.account).deeds
    edited = _moment(fact.get("edited_at"))
    return Item(
        pk=rating.pk,
        buyer=rating.buyer_login,
        account=str(row.account),
        platform=row.account.platform,
        letter=labels.mark(row.account.platform),
        is_good=rating.is_recommended,
        verdict=_("recommends") if rating.is_recommended else _("does not recommend"),
        comment=rating.comment,
        about=_about(fact),
        at=labels.dated(rating.rated_at, look),
        changed=labels.dated(edited, look) if edited else "",
        order_url=to("order", rating.order_id) if rating.order_id else "",
        answer=rating.answer,
        answered=labels.dated(rating.answered_at, look) if rating.answered_at else "",
        deed=_deed_state(row.deed),
        deed_text=str(row.deed.what.get("text", "")) if row.deed else "",
        take_back=to("deed-cancel", row.deed.pk)
        if row.deed and row.can_work and row.deed.state in WAITS
        else "",
        windows=tuple(_windows(row, look)),
        removal=_removal(row, look),
        excluded=_excluded(row),
        url=links.to_platform(row.account, "rating", rating.external_id),
        can_answer=_can_answer(row, rules),
        answer_url=to("rating_answer", rating.pk),
    )


def _about(fact: dict[str, Any]) -> str:
    """The buyer's reasons, then what was bought."""
    reasons = [str(reason) for reason in fact.get("reasons") or ()]
    things = ", ".join(str(name) for name in fact.get("offer_names") or ())
    return " · ".join(filter(None, [*reasons, things]))


def _deed_state(deed: OutgoingDeed | None) -> str:
    if deed is None:
        return ""
    is_back = deed.state == OutgoingDeed.State.HELD and deed.reason != deeds.UNDO
    return pgettext("deed", "held back, nothing left") if is_back else labels_sales.deed_state(deed.state)


def _can_answer(row: Row, rules: DeedRules) -> bool:
    is_free = row.deed is None or row.deed.state == OutgoingDeed.State.REFUSED
    return row.can_work and is_free and rule.takes_answer(row.rating, rules)


def _windows(row: Row, look: Look) -> list[WindowLine]:
    if row.rating.is_recommended:  # that a good one may be changed is no news for each line
        return []
    found = windows.of_rating(row.rating, now=look.now)
    return labels_windows.lines(found, look, row.account.platform)


def _removal(row: Row, look: Look) -> str:
    asked = row.rating.removal_asked_at
    return _("removal asked for %(when)s") % {"when": labels.dated(asked, look)} if asked else ""


def _excluded(row: Row) -> str:
    if not row.rating.is_excluded:
        return ""
    why = str(row.rating.fact.get("exclusion") or "")
    return _("does not count") + (f": {why}" if why else "")


def sums(rows: list[Sum]) -> list[Line]:
    """A year of each account."""
    found = []
    for row in rows:
        counted = row.good + row.bad
        quality = row.quality
        has_score = quality is not None and quality.score is not None
        found.append(
            Line(
                account=str(row.account),
                good=row.good,
                bad=row.bad,
                share=labels.percent(row.good, counted) if counted else "–",
                excluded=row.excluded,
                score=f"{quality.score:.0f} / {quality.max_score:.0f}"
                if quality is not None and has_score and quality.max_score is not None
                else "",
            )
        )
    return found


def choices(wish: Wish, counts: dict[str, int]) -> list[Choice]:
    """The filters."""
    names = {
        "negative": _("Not recommended"),
        "unanswered": _("Not answered"),
        "removable": _("Removal still possible"),
        "all": pgettext("filter", "All"),
    }
    found = filters.choices("ratings", names, counts, here=wish.which, account_id=wish.account_id)
    return list(found.values())


def explained(which: str) -> str:
    """What a list holds, under its name."""
    return {
        "negative": _("Ratings that do not recommend, newest first."),
        "unanswered": _(
            "One public answer may be written; look first whether a message to the buyer helps more."
        ),
        "removable": _("By the end of the window the marketplace gives, nearest first. Ask on its own page."),
        "all": _("All ratings, newest first."),
    }[which]


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(str(value).replace("Z", "+00:00")) if value else None
