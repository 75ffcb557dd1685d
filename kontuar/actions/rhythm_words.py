"""The words of a letter about deadlines: kinds, limits and links. No buyer's name, no buyer's word."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.store.queries.rhythm import Ending

MOST_LINES = 30


def letter_of(endings: Sequence[Ending], *, zone: ZoneInfo, is_stale: bool) -> tuple[str, str]:
    """Subject and text in the active language; ``endings`` are not empty."""
    lines = sorted(endings, key=lambda one: (one.due_at, one.key))
    first = {"n": len(lines), "when": _local(lines[0].due_at, zone)}
    subject = ngettext(
        "Kontuar: %(n)d duty ends soon, by %(when)s",
        "Kontuar: %(n)d duties end soon, the first by %(when)s",
        len(lines),
    )
    said = [_line(one, zone) for one in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        said.append(_("… and %(n)d more.") % {"n": len(lines) - MOST_LINES})
    parts = [
        _counts(lines),
        "\n".join(said),
        _("Some account is not being read right now: part of this may be answered already.")
        if is_stale
        else "",
        _("You get this letter because you asked for it. You can switch it off here: %(link)s")
        % {"link": _link("rhythm") or _("Day's rhythm")},
    ]
    return subject % first, "\n\n".join(filter(None, parts)) + "\n"


def _counts(lines: Sequence[Ending]) -> str:
    counted = Counter(_kind(one.kind) for one in lines)
    return "\n".join(f"{n} × {what}" for what, n in counted.most_common())


def _line(one: Ending, zone: ZoneInfo) -> str:
    name, key = one.page
    link = _link(name, key)
    when = _("by %(when)s") % {"when": _local(one.due_at, zone)}
    return f"{when} – {_kind(one.kind)} ({one.account_name})" + (f"\n  {link}" if link else "")


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d.%m, %H:%M")


def _link(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}" if settings.PUBLIC_URL else ""


def _kind(code: str) -> str:
    return {
        "answer": _("answer a message"),
        "problem": _("answer a problem with a purchase"),
        "dispatch": _("send the parcel"),
        "claim": _("decide a claim"),
        "return": _("give money back for a return"),
        "no_number": pgettext("parcel", "marked as sent without a number: add it"),
        "no_scan": _("the carrier has not scanned the parcel: ask"),
        "stalled": _("the parcel stands still: ask the carrier"),
        "cannot_fulfil": _("cannot be sent: tell the buyer, cancel, give the money back"),
        "choice": _("the buyer did not say which colour or size: ask him"),
        "promise_risk": _("the delivery may come late: tell the buyer"),
        "promise_broken": _("the promised delivery has passed: tell the buyer"),
        "refund": _("give back the money of a cancelled order"),
        "refund_again": _("repeat a refund that came to nothing"),
        "commission": _("ask for our commission back"),
        "resolution": _("resolve a discussion"),
        "goods_back": _("say whether the goods of a claim must come back"),
        "inspect": _("look at goods that came back"),
        "rating": _("answer a rating"),
        "promised": _("keep what was promised to the buyer"),
        "supplier": _("ask the supplier: his date has come"),
        "complaint": _("answer a complaint"),
        "withdrawal": _("give money back after a withdrawal"),
    }.get(code, _("another duty"))
