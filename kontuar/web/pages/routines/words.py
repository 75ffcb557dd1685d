"""Conditions and steps of routines in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kontuar.store.models import User
from kontuar.store.queries import access, teamwork
from kontuar.store.queries.rhythm import colleagues

CHANNELS = (
    ("first", gettext_lazy("question before a purchase")),
    ("talk", gettext_lazy("talk about an order")),
    ("problem", gettext_lazy("discussion or problem")),
    ("claim", gettext_lazy("claim")),
    ("mail", gettext_lazy("e-mail")),
)
INTENTS = (
    ("where_is_parcel", gettext_lazy("asks where the parcel is")),
    ("invoice", gettext_lazy("asks for an invoice")),
    ("how_to_return", gettext_lazy("asks how to return")),
    ("complaint", gettext_lazy("complains")),
    ("withdrawal", gettext_lazy("withdraws from the purchase")),
    ("resignation", gettext_lazy("does not want what was not sent yet")),
    ("address_change", gettext_lazy("wants another address")),
    ("wanted_item", gettext_lazy("looks for something not on offer")),
    ("pressure", gettext_lazy("threatens")),
    ("thanks", gettext_lazy("thanks")),
)
ORDER_STATES = (
    ("none", pgettext_lazy("order", "there is none")),
    ("unpaid", pgettext_lazy("order", "not paid")),
    ("to_send", pgettext_lazy("order", "paid, to be sent")),
    ("sent", pgettext_lazy("order", "sent")),
    ("cancelled", pgettext_lazy("order", "cancelled")),
)
LANGUAGES = (
    ("pl", gettext_lazy("Polish")),
    ("lt", gettext_lazy("Lithuanian")),
    ("en", gettext_lazy("English")),
    ("de", gettext_lazy("German")),
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what conditions and steps refer to by number."""

    accounts: Mapping[str, str]
    tags: Mapping[str, str]
    people: Mapping[str, str]


def names(user: User) -> Names:
    """What this person may know by name."""
    return Names(
        accounts={str(row.pk): str(row) for row in access.accounts(user).order_by("pk")},
        tags={str(tag.pk): tag.name for tag in teamwork.tags()},
        people={str(one.pk): str(one) for one in (user, *colleagues(user))},
    )


def condition(what: str, values: Iterable[str], known: Names) -> str:
    """One condition as a sentence."""
    lists: dict[str, Mapping[str, object]] = {
        "account": known.accounts,
        "channel": dict(CHANNELS),
        "intent": dict(INTENTS),
        "language": dict(LANGUAGES),
        "order_state": dict(ORDER_STATES),
        "tag": known.tags,
    }
    said = _(" or ").join(str(lists.get(what, {}).get(value, value)) for value in values)
    texts = {
        "account": _("account: %(what)s"),
        "channel": _("it is: %(what)s"),
        "intent": _("the buyer %(what)s"),
        "language": _("language: %(what)s"),
        "words": _("words: %(what)s"),
        "offer": _("offer: %(what)s"),
        "order_state": _("order: %(what)s"),
        "value_over": _("order over %(what)s"),
        "tag": _("tag: %(what)s"),
    }
    return texts.get(what, "%(what)s") % {"what": said}


def step(do: str, value: str, known: Names) -> str:
    """One step as a sentence."""
    lists: dict[str, Mapping[str, str]] = {"tag": known.tags, "assign": known.people}
    said = lists.get(do, {}).get(value, value)
    texts = {
        "tag": _("put on the tag %(what)s"),
        "assign": _("give it to %(what)s, if it is nobody's"),
        "note": _("write the note: %(what)s"),
        "template": _("suggest the template %(what)s"),
        "snooze": _("put off for %(what)s h"),
    }
    return texts.get(do, "%(what)s") % {"what": said}


def seen() -> str:
    """What is said when a dry run was seen."""
    return _("Noted that you have seen it. It can be switched on now.")
