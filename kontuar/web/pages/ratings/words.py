"""The list of ratings in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.actions import links
from kontuar.store.queries.ratings import FILTERS, Page, Row, Sum, Wish
from kontuar.web import filters, labels, labels_sales
from kontuar.web.filters import Choice
from kontuar.web.going import to
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the list. ``windows`` are rights that run out: name and end."""

    pk: int
    key: str
    buyer: str
    account: str
    platform: str
    letter: str
    is_good: bool
    verdict: str
    comment: str
    reasons: str
    offers: str
    at: str
    changed: str
    order_url: str
    answer: str
    answered: str
    deed: str
    windows: tuple[str, ...]
    removal: str
    excluded: str
    url: str
    can_answer: bool


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
    )


def query_of(wish: Wish, **changes: str) -> str:
    """The address's query for a wish, ``""`` when nothing was chosen."""
    which = wish.which if wish.which != FILTERS[0] else ""
    return filters.query({"f": which, "konto": str(wish.account_id or ""), **changes})


def items(page: Page, look: Look) -> list[Item]:
    """Lines, ready to be shown."""
    return [item(row, look) for row in page.rows]


def item(row: Row, look: Look) -> Item:
    """One line."""
    rating, fact = row.rating, row.rating.fact
    edited = _moment(fact.get("edited_at"))
    return Item(
        pk=rating.pk,
        key=str(uuid4()),
        buyer=rating.buyer_login,
        account=str(row.account),
        platform=row.account.platform,
        letter=labels.mark(row.account.platform),
        is_good=rating.is_recommended,
        verdict=_("recommends") if rating.is_recommended else _("does not recommend"),
        comment=rating.comment,
        reasons=" · ".join(str(reason) for reason in fact.get("reasons") or ()),
        offers=", ".join(str(name) for name in fact.get("offer_names") or ()),
        at=labels.dated(rating.rated_at, look),
        changed=labels.dated(edited, look) if edited else "",
        order_url=to("order", rating.order_id) if rating.order_id else "",
        answer=rating.answer,
        answered=labels.dated(rating.answered_at, look) if rating.answered_at else "",
        deed=labels_sales.deed_state(row.deed.state) if row.deed else "",
        windows=tuple(_windows(row, look)),
        removal=_removal(row, look),
        excluded=_excluded(row),
        url=links.to_platform(row.account, "rating", rating.external_id),
        can_answer=_can_answer(row),
    )


def _can_answer(row: Row) -> bool:
    rating = row.rating
    is_free = row.deed is None or row.deed.state == "refused"
    return row.can_work and not rating.is_recommended and not rating.answer and is_free


def _windows(row: Row, look: Look) -> list[str]:
    removal_by = row.rating.removal_by
    if removal_by is None or removal_by <= look.now or row.rating.removal_asked_at:
        return []
    return [_("removal may be asked for %(by)s") % {"by": labels.until(removal_by, look)}]


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
