"""The list of issues in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.actions.unresolved import Cap
from kontuar.rules.issue_status import effective
from kontuar.store.models import Duty, Issue
from kontuar.store.queries.issues import FILTERS, Page, Row, Wish
from kontuar.web import filters, labels, labels_sales
from kontuar.web.filters import Choice
from kontuar.web.labels import Chip
from kontuar.web.look import Look
from kontuar.web.order_pane import first_item

FIRST = ("open", "claims", "returns")
"""Filters that stand open; the rest is behind "More"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the list."""

    issue_id: int
    url: str
    platform: str
    letter: str
    account: str
    buyer: str
    text: str
    at: str
    chips: tuple[Chip, ...]
    kind: str
    state: str
    is_doubtful: bool


def wish_of(params: dict[str, str]) -> Wish:
    """What the address asks for; nonsense is the first filter."""
    return Wish(
        which=filters.which_of(params, FILTERS),
        account_id=filters.account_of(params),
        cursor=params.get("po", "")[:80],
        rows=filters.rows_of(params),
    )


def query_of(wish: Wish, **changes: str) -> str:
    """The address's query for a wish, ``""`` when nothing was chosen."""
    which = wish.which if wish.which != FILTERS[0] else ""
    return filters.query({"f": which, "konto": str(wish.account_id or ""), **changes})


def status_of(issue: Issue) -> str:
    """The status that counts, as a code."""
    return effective(issue.status, issue.raw_status, issue.panel_status, issue.panel_over).value


def items(page: Page, wish: Wish, look: Look) -> list[Item]:
    """Lines, ready to be shown."""
    query = query_of(wish)
    return [_item(row, query, look) for row in page.rows]


def _item(row: Row, query: str, look: Look) -> Item:
    issue = row.issue
    return Item(
        issue_id=issue.pk,
        url=reverse("issue", args=[issue.pk]) + query,
        platform=row.platform,
        letter=labels.mark(row.platform),
        account=row.account_name,
        buyer=issue.buyer_login or _("buyer not named"),
        text=_about(issue),
        at=labels.moment(issue.opened_at, look) if issue.opened_at else "",
        chips=tuple(chip(duty, row.platform, look) for duty in row.clocks),
        kind=labels_sales.issue_kind_short(issue.kind),
        state=_state(issue, has_clock=bool(row.clocks)),
        is_doubtful=bool(issue.doubts) and issue.ended_at is None,
    )


def _about(issue: Issue) -> str:
    """What it is about: the buyer's reason, else the thing, else its number."""
    named = issue.subject or str(issue.fact.get("product_name") or "") or _first_item(issue)
    return named or (first_item(issue.order.fact) if issue.order else "") or issue.reference


def _first_item(issue: Issue) -> str:
    """ "Koc, szary i 2 inne"."""
    items = issue.fact.get("items")
    if not isinstance(items, list) or not items:
        return ""
    name, more = str(items[0].get("name", "")), len(items) - 1
    return f"{name} " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more else name


def _state(issue: Issue, *, has_clock: bool) -> str:
    """In a word; a clock that runs says "open" already."""
    status = status_of(issue)
    return "" if has_clock and status == "open" else labels_sales.issue_status_short(issue.kind, status)


def chip(duty: Duty, platform: str, look: Look, *, is_short: bool = True) -> Chip:
    """A clock by the name of what is owed: a decision, money, an answer."""
    short = {
        "claim": pgettext("clock", "decision"),
        "return": pgettext("clock", "money back"),
        "problem": pgettext("clock", "answer"),
    }
    rule = (duty.rule_id, duty.rule_version)
    own_target = _("answer by our own target") if duty.kind == "problem" else ""
    has_hours = bool(labels.hours_of(platform, *rule))
    return labels.duty_chip(
        duty.kind,
        duty.due_at,
        duty.safer_by,
        duty.warn_at,
        look,
        lost=duty.lost if is_short else "",
        platform_code=platform,
        rule=rule,
        is_short=is_short,
        name=short.get(duty.kind, "") if is_short else "" if has_hours else own_target,
    )


def names() -> dict[str, str]:
    """The filters' names."""
    return {
        "open": pgettext("issues", "Open"),
        "claims": _("Claims"),
        "returns": _("Returns"),
        "talks": _("Discussions and problems"),
        "doubtful": _("Does not agree"),
        "ended": pgettext("issues", "Over"),
        "all": pgettext("filter", "All"),
    }


def explained(which: str) -> str:
    """What a list holds, under its name."""
    return {
        "open": _("Everything a buyer opened that is not over, nearest limit first."),
        "claims": _("A claim nobody decides in time counts as granted."),
        "returns": _("Goods on their way back, or back already with money to give back."),
        "talks": _(
            "Discussions and problems with a purchase: one thing that the marketplace shows in two places."
        ),
        "doubtful": _(
            "The marketplace's answers contradict each other. Look at its own page and say what it shows."
        ),
        "ended": _("Decided, closed or given up."),
        "all": _("All issues, newest first."),
    }[which]


def choices(wish: Wish, counts: dict[str, int]) -> tuple[list[Choice], list[Choice]]:
    """Filters that stand open, and those behind "More"."""
    found = filters.choices("issues", names(), counts, here=wish.which, account_id=wish.account_id)
    return [found[code] for code in FIRST], [found[code] for code in found if code not in FIRST]


def caps(found: Sequence[Cap]) -> list[tuple[str, bool]]:
    """Unresolved discussions beside what the marketplace bears, and whether that is too many: a line an account."""
    return [
        (f"{_cap(one)} ({one.account})" if len(found) > 1 else _cap(one), one.unresolved > one.allowed)
        for one in found
    ]


def _cap(one: Cap) -> str:
    told = {
        "n": one.unresolved, "most": one.allowed, "days": one.rule.days, "contracts": one.contracts,
        "platform": labels.platform(one.account.platform),
    }  # fmt: skip
    if one.rule.is_share(one.contracts):
        words = _(
            "Unresolved, opened in the last %(days)d days: %(n)d. %(platform)s bears %(most)d with %(contracts)d"
            " purchases."
        )
        return words % told
    return _("Unresolved, opened in the last %(days)d days: %(n)d. %(platform)s bears %(most)d.") % told
