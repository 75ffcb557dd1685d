"""What an account does not show although all else is read, and who hears of an outage at night."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from kontuar.store.models import Account
from kontuar.store.queries.night import owners_with_mail

PARTS = (
    (("issues", "issue_talks"), "issues"),
    (("returns", "returns_open"), "returns"),
    (("refunds", "fee_refunds"), "refunds"),
    (("ratings",), "ratings"),
    (("quality",), "quality"),
    (("offers", "offer_events"), "offers"),
)
"""Streams by what people call their contents."""


def parts(streams: Iterable[str]) -> str:
    """Names of what these streams read, for the middle of a sentence."""
    names = {
        "issues": _("discussions and claims"),
        "returns": _("returns"),
        "refunds": _("refunds"),
        "ratings": _("ratings"),
        "quality": _("sales quality"),
        "offers": _("offers"),
    }
    wanted = set(streams)
    found = [names[code] for members, code in PARTS if wanted & set(members)]
    rest = wanted - {name for members, _code in PARTS for name in members}
    return ", ".join([*found, *sorted(rest)])


def told(account: Account) -> str:
    """Who gets a letter when the account is not read."""
    if not settings.MAIL_IS_ON:
        return _("nobody: no mail server is set up here (KONTUAR_MAIL_URL)")
    owners = owners_with_mail(account)
    if not owners:
        return _("nobody: no owner has an e-mail address (Profile)")
    return ", ".join(str(owner) for owner in owners)
