"""The register: what buyers wish for, by offer."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kontuar.store.queries import voices as query
from kontuar.store.queries.voices import OPEN, Wished
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.voices.words import STATUSES, as_file, called

FEW = 5
FILTERS: dict[str, tuple[str, ...]] = {
    "open": tuple(OPEN),
    **{status: (status,) for status in STATUSES},
    "all": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A suggestion of the list; ``cases`` are names and addresses of who asked."""

    pk: int
    text: str
    count: int
    status: str
    label: str
    reason: str
    cases: tuple[tuple[str, str], ...]
    more: int


@dataclass(slots=True, kw_only=True)
class Group:
    """An offer, and what is wished of it."""

    name: str
    platform: str
    account: str
    count: int
    lines: list[Line]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Most wished for first, by offer."""
    user, which = signed_in(request), _which(request)
    counts = query.counts(user)
    context = {
        "look": look_now(),
        "groups": _groups(query.suggestions(user, FILTERS[which])),
        "filters": _filters(which, counts),
        "is_first": not counts,
        "which": which,
    }
    return render(request, "voices/suggestions.html", context)


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The same as a CSV, without buyers."""
    look = look_now()
    head = (
        _("Account"), _("Number of the offer"), _("Offer"), _("What buyers wish for"), _("State"),
        _("Why, or by when"), _("Buyers"), _("First asked"), _("Last asked"),
    )  # fmt: skip
    rows = [_cells(one, look) for one in query.suggestions(signed_in(request), FILTERS[_which(request)])]
    return as_file("sugestie.csv", head, rows)


def _cells(one: Wished, look: Look) -> tuple[object, ...]:
    row, offer = one.row, one.row.offer
    days = (look.local(at).date().isoformat() for at in (one.first_at, one.last_at))
    return (
        str(row.account),
        offer.external_id if offer else "",
        offer.name if offer else "",
        row.text,
        STATUSES[row.status],
        row.reason,
        one.count,
        *days,
    )


def _which(request: HttpRequest) -> str:
    which = request.GET.get("f", "")
    return which if which in FILTERS else "open"


def _filters(which: str, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {"open": _("to decide"), **STATUSES, "all": _("all")}
    return [
        {
            "url": f"{to('suggestions')}?f={name}",
            "label": labels[name],
            "count": sum(counts.get(status, 0) for status in statuses or STATUSES),
            "is_here": name == which,
        }
        for name, statuses in FILTERS.items()
    ]


def _groups(found: list[Wished]) -> list[Group]:
    """By offer, the most wished for first; what is about no single offer stands last of its account."""
    groups: dict[tuple[int, int], Group] = {}
    for one in found:
        row = one.row
        key = (row.account_id, row.offer_id or 0)
        if key not in groups:
            name = row.offer.name if row.offer else _("About no single offer")
            groups[key] = Group(
                name=name, platform=row.account.platform, account=str(row.account), count=0, lines=[]
            )
        groups[key].count += one.count
        groups[key].lines.append(_line(one))
    ordered = sorted(groups.items(), key=lambda item: (not item[0][1], -item[1].count, item[1].name))
    return [group for _key, group in ordered]


def _line(one: Wished) -> Line:
    cases = {ask.message.case_id: ask.message.case for ask in one.asks if ask.message}
    shown = [(called(case), to("case", pk)) for pk, case in list(cases.items())[:FEW]]
    return Line(
        pk=one.row.pk,
        text=one.row.text,
        count=one.count,
        status=one.row.status,
        label=str(STATUSES[one.row.status]),
        reason=one.row.reason,
        cases=tuple(shown),
        more=max(0, len(cases) - FEW),
    )
