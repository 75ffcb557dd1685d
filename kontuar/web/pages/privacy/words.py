"""Counts and spans in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kontuar.actions.forget_plan import Plan
from kontuar.actions.retention_find import Found
from kontuar.web.labels import absolute, counted
from kontuar.web.look import Look


def kind(code: str, count: int) -> str:
    """So many of what is counted."""
    words = {
        "conversations": ngettext("%(n)s · conversation", "%(n)s · conversations", count),
        "messages": ngettext("%(n)s · message", "%(n)s · messages", count),
        "files": ngettext("%(n)s · file of a message", "%(n)s · files of messages", count),
        "letters": ngettext("%(n)s · mail as it came", "%(n)s · mails as they came", count),
        "notes": ngettext("%(n)s · note of a colleague", "%(n)s · notes of colleagues", count),
        "outgoing": ngettext(
            "%(n)s · message of ours in the outbox",
            "%(n)s · messages of ours in the outbox",
            count,
        ),
        "deeds": ngettext(
            "%(n)s · parcel number, invoice or public answer of ours",
            "%(n)s · parcel numbers, invoices and public answers of ours",
            count,
        ),
        "journal": ngettext(
            "%(n)s · entry of the history of changes",
            "%(n)s · entries of the history of changes",
            count,
        ),
        "orders": ngettext(
            "%(n)s · order: things, money and dates stay",
            "%(n)s · orders: things, money and dates stay",
            count,
        ),
        "parcels": ngettext(
            "%(n)s · parcel: carrier and dates stay",
            "%(n)s · parcels: carrier and dates stay",
            count,
        ),
        "issues": ngettext(
            "%(n)s · issue: kind, state and dates stay",
            "%(n)s · issues: kind, state and dates stay",
            count,
        ),
        "ratings": ngettext(
            "%(n)s · rating: whether it recommends stays",
            "%(n)s · ratings: whether they recommend stays",
            count,
        ),
        "refunds": ngettext("%(n)s · refund: the amount stays", "%(n)s · refunds: the amount stays", count),
    }
    return words.get(code, f"%(n)s · {code}") % {"n": count}


def megabytes(size: int) -> str:
    """Whole kilobytes for little, megabytes for much."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{(size + 999) // 1000} kB"


def open_things(plan: Plan, look: Look) -> list[str]:
    """What stands against forgetting now, the most pressing first."""
    lines = [
        _("Still owed: %(what)s, %(when)s")
        % {"what": counted(one.kind, 0), "when": absolute(one.due_at, look)}
        for one in plan.owed
    ]
    told = (
        (plan.open_issues, _("Open issues: %(n)d")),
        (
            plan.open_orders,
            _("Orders not sent yet: %(n)d. Without the address they cannot be sent from here."),
        ),
        (plan.drafts, _("Unsent drafts: %(n)d")),
        (plan.unsent, _("Things of ours not sent yet, which then will not leave: %(n)d")),
    )
    return lines + [words % {"n": count} for count, words in told if count]


def notes(plan: Plan) -> list[str]:
    """What is worth knowing before."""
    told = (
        (
            plan.claimable_orders,
            _(
                "Orders of the last two years: %(n)d. A claim may still come; what was said will be missing then."
            ),
        ),
        (
            plan.copies,
            _(
                "Older copies of the database in the folder before-upgrade: %(n)d. They keep everything until deleted."
            ),
        ),
    )
    return [words % {"n": count} for count, words in told if count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the dry run."""

    name: str
    before: str
    count: int
    span: str
    size: str


def lines(found: Iterable[Found], names: dict[str, str], look: Look) -> list[Line]:
    """A row a kind."""

    def day(at: object) -> str:
        return date_format(look.local(at), "DATE_FORMAT") if at else ""  # type: ignore[arg-type]

    return [
        Line(
            name=names[one.kind],
            before=day(one.before),
            count=one.count,
            span=f"{day(one.oldest_at)} – {day(one.newest_at)}" if one.oldest_at else "",
            size=megabytes(one.size) if one.size else "",
        )
        for one in found
    ]
