"""The list of messages in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.facts.numbers import whole_number
from kontuar.store.queries.inbox import FILTERS, Counts, Page, Row, Wish
from kontuar.store.queries.teamwork import OnCase
from kontuar.web import filters, labels
from kontuar.web.going import to
from kontuar.web.labels import Chip
from kontuar.web.look import Look

FIRST = ("todo", "waiting")
"""Filters that stand open; the rest is behind "More"."""
SHOWN = 100
"""Characters of the last message: more do not fit on a line; the preview tells the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the list."""

    case_id: int
    url: str
    platform: str
    letter: str
    account: str
    buyer: str
    text: str
    language: str
    at: str
    chip: Chip
    order: str
    tag: str
    is_tag_strong: bool
    assignee: str
    face: str
    is_quiet: bool = False
    tags: Sequence[OnCase] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter one can choose."""

    url: str
    label: str
    count: int
    is_here: bool


def wish_of(params: dict[str, str]) -> Wish:
    """What the address asks for; nonsense is the first filter."""
    account = params.get("konto", "")
    which = params.get("f", "todo")
    return Wish(
        which=which if which in FILTERS else "todo",
        account_id=whole_number(account),
        search=params.get("q", "").strip()[:100],
        cursor=params.get("po", "")[:80],
        rows=filters.rows_of(params),
    )


def query_of(wish: Wish, **changes: str) -> str:
    """The address's query for a wish, ``""`` when nothing was chosen."""
    values = {
        "f": wish.which if wish.which != "todo" else "",
        "konto": str(wish.account_id or ""),
        "q": wish.search,
        "w": str(wish.view.pk) if wish.view else "",
        **changes,
    }
    kept = {name: value for name, value in values.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def items(
    page: Page, wish: Wish, look: Look, tags: Mapping[int, Sequence[OnCase]] | None = None
) -> list[Item]:
    """Lines, ready to be shown; ``tags`` are those of each case."""
    query, on_cases = query_of(wish), tags or {}
    return [_item(row, query, look, on_cases.get(row.case_id, ())) for row in page.rows]


def _item(row: Row, query: str, look: Look, tags: Sequence[OnCase]) -> Item:
    own = pgettext("before own words in the list", "You: ") if row.last_role == "seller" else ""
    return Item(
        case_id=row.case_id,
        url=to("case", row.case_id) + query,
        platform=row.platform,
        letter=labels.mark(row.platform),
        account=row.account_name,
        buyer=row.buyer,
        text=f"{own}{row.text}"[:SHOWN],
        language=row.language if row.last_role == "buyer" and row.language else "",
        at=labels.moment(row.at, look) if row.at else "",
        chip=_chip(row, look),
        order=labels.order_state(row.order_state, row.fulfilment) if row.has_order else "",
        tag=_tag(row),
        is_tag_strong=row.outgoing in {"blocked", "refused", "unsure", "given_back"},
        assignee=row.assignee,
        face=labels.initials(row.assignee) if row.assignee else "",
        is_quiet=row.is_automatic and row.clock is None,
        tags=tags,
    )


def _chip(row: Row, look: Look) -> Chip:
    clock = row.clock
    if clock is None:
        return _no_clock(row, look)
    return labels.duty_chip(
        clock.kind,
        clock.due_at,
        clock.safer_by,
        clock.warn_at,
        look,
        lost=clock.lost,
        platform_code=row.platform,
        rule=(clock.rule_id, clock.rule_version),
        is_short=True,
    )


def _no_clock(row: Row, look: Look) -> Chip:
    if row.state == "waiting" and row.waiting_until:
        is_over = row.waiting_until <= look.now
        when = labels.by(row.waiting_until, look)
        text = _("look again, since %(when)s") if is_over else _("waiting until %(when)s")
        return Chip(text=text % {"when": when}, css="calm")
    if row.is_automatic:
        return Chip(text=_("automatic mail"), css="none", title=_("Nobody waits for an answer to it."))
    if row.review_list == "backlog":
        return Chip(text=_("backlog, its clock has run out"), css="none")
    title = _("Nothing waits for an answer here.")
    if row.platform != "mail":
        title = _("No clock of the marketplace runs here.")
    return Chip(text=_("does not count"), css="none", title=title)


def _tag(row: Row) -> str:
    return labels.outgoing_state(row.outgoing, row.platform) if row.outgoing else ""


def choices(wish: Wish, counts: Counts) -> tuple[list[Choice], list[Choice]]:
    """Filters that stand open, and those behind "More"."""
    names = {
        "todo": _("To answer"),
        "waiting": pgettext("filter", "Waiting"),
        "closed": pgettext("filter", "Closed"),
        "open": pgettext("filter", "Open"),
        "mine": pgettext("filter", "Mine"),
        "nobody": pgettext("filter", "Nobody's"),
        "called": pgettext("filter", "Calling me"),
        "backlog": _("Backlog to look through"),
        "thanks": _("Thanks"),
        "stopped": _("Stopped or unsure"),
        "automatic": _("Automatic mail"),
        "all": pgettext("filter", "All"),
    }
    found = {
        code: Choice(
            url=to("inbox") + query_of(Wish(which=code, account_id=wish.account_id)),
            label=name,
            count=getattr(counts, code, 0),
            is_here=code == wish.which and not wish.search and not wish.view,
        )
        for code, name in names.items()
    }
    rest = [choice for code, choice in found.items() if code not in FIRST]
    return [found[code] for code in FIRST], rest
