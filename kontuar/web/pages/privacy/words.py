"""Counts and spans in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kontuar.actions.forget_plan import Plan
from kontuar.actions.retention_find import Found
from kontuar.web.labels import absolute, counted
from kontuar.web.look import Look


def kind(code: str) -> str:
    """What is counted."""
    words = {
        "conversations": _("conversations"),
        "messages": _("messages"),
        "files": _("files of messages"),
        "letters": _("mails as they came"),
        "notes": _("notes of colleagues"),
        "outgoing": _("messages of ours in the outbox"),
        "deeds": _("parcel numbers, invoices and public answers of ours"),
        "journal": _("entries of the history of changes"),
        "orders": _("orders: things, money and dates stay"),
        "parcels": _("parcels: carrier and dates stay"),
        "issues": _("issues: kind, state and dates stay"),
        "ratings": _("ratings: whether they recommend stays"),
        "refunds": _("refunds: the amount stays"),
    }
    return words.get(code, code)


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
