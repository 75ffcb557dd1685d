"""Deeds besides messages in words: what was asked for, and why it stands where it stands."""

from django.utils.translation import gettext as _

from kontuar.store.models import OutgoingDeed
from kontuar.web import labels


def what(deed: OutgoingDeed) -> str:
    """What exactly: the number, the state, the file, the answer."""
    if deed.kind == OutgoingDeed.Kind.TRACKING:
        carrier = str(deed.what.get("carrier_name") or deed.what.get("carrier", ""))
        return f"{deed.what.get('waybill', '')} ({carrier})"
    if deed.kind == OutgoingDeed.Kind.FULFILMENT:
        return labels.order_state("ready", str(deed.what.get("status", "")))
    if deed.kind == OutgoingDeed.Kind.INVOICE:
        return " · ".join(filter(None, [str(deed.what.get("number", "")), deed.file_name]))
    return str(deed.what.get("text", ""))


def reason(deed: OutgoingDeed) -> str:
    """Why, in words; the marketplace's own where it gave some. Empty while nothing is to be said."""
    platform = labels.platform(deed.account.platform)
    known = _reasons().get(deed.reason, "")
    if known:
        return known % {"platform": platform}
    if deed.state in (OutgoingDeed.State.SENT, OutgoingDeed.State.DONE) or deed.reason in ("", "undo"):
        return ""
    said = deed.reason_text or deed.reason
    return _("%(platform)s: %(said)s") % {"platform": platform, "said": said}


def _reasons() -> dict[str, str]:
    return {
        "died": _("Kontuar was stopped while doing it."),
        "fault": _("Something went wrong in Kontuar."),
        "no_answer": _("%(platform)s gave no answer."),
        "restored": _("The database was restored from a copy; it may have been done before."),
        "not_shown": _("%(platform)s took it, but does not show it."),
        "not_arrived": _(
            "It did not arrive: the list on %(platform)s does not show it. It can be sent again."
        ),
        "FILE_THERE": _("Another file stands there already. Look at the order on %(platform)s."),
        "file": _("Our copy of the file cannot be read. Nothing left."),
        "watch_only": _("NOT sent – watch-only."),
        "no_rights": _(
            "Whoever asked for it no longer works on this account. Look at it, then send again or take it back."
        ),
        "scope": _(
            "The consent given to Kontuar does not cover this. Sign in again (Accounts), then send again."
        ),
        "order_cancelled": _("The order was cancelled meanwhile. Nothing left."),
        "changed_meanwhile": _("The order changed meanwhile. Look at it, then send again or take it back."),
        "answered_meanwhile": _("The rating was answered meanwhile. Nothing left."),
        "rating_changed": _(
            "The buyer changed the rating meanwhile. Read it, then send again or take the answer back."
        ),
        "rating_excluded": _("The rating was taken out meanwhile. Nothing left."),
        "same_deed": _("The same was already sent, by somebody else or from another page."),
        "too_late": _("It waited for more than a day. Is it still true?"),
        "hourly_cap": _("The limit an hour is reached; it leaves by itself later."),
        "stale": _("The order changed on %(platform)s; Kontuar reads it first."),
        "STALE": _("The order changed on %(platform)s; Kontuar reads it first."),
        "Temporary": _("%(platform)s did not answer; Kontuar tries again by itself."),
        "NO_CONNECTION": _("%(platform)s cannot be reached; Kontuar tries again by itself."),
        "RateLimited": _("%(platform)s asked us to wait; Kontuar tries again by itself."),
        "own_budget": _("This minute's calls are used up; it leaves by itself."),
        "AuthExpired": _("The access was renewed; Kontuar tries again by itself."),
        "already_so": _("It was already so; nothing was sent."),
        "overtaken": _("Done; the order has gone on since."),
        "seen_by_person": _("A colleague saw it on %(platform)s."),
    }
