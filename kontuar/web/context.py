"""What the frame of every page needs: where one can go, who is signed in, how it looks."""

from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kontuar.store.models import User
from kontuar.store.queries.today import header

# name of the address, icon, key after "g"
SCREENS = (
    ("today", "sun", "d"),
    ("inbox", "inbox", "w"),
    ("orders", "package", "z"),
    ("issues", "scale", "i"),
    ("offers", "tag", "f"),
    ("ratings", "star", "c"),
    ("outbox", "send", "o"),
)
MAIN = frozenset({"today", "inbox", "orders", "issues"})
"""What a narrow screen's bar holds; the rest of it is behind "More"."""
SHOP = (("accounts", "plug", "k"), ("settings", "settings", "u"))
MENU = (("rhythm", "clock"), ("profile", "user-round"), ("security", "shield-check"), ("team", "users"))


def frame(request: HttpRequest) -> dict[str, Any]:
    """``frame``: navigation, person, theme. Nothing for a visitor and for fragments."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"frame": {"theme": "system"}}
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        return {"frame": {"theme": user.theme, "has_keys": user.has_keys}}
    nav = _nav(request, user)
    return {
        "frame": {
            "theme": user.theme,
            "has_keys": user.has_keys,
            "person": str(user),
            "nav": nav,
            "rest": _rest(nav),
            "menu": [item for name, icon in MENU if (item := _item(request, name, icon))],
            "themes": _themes(user),
        }
    }


def _nav(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    counts = header(user, now=timezone.now())
    items = [item for name, icon, key in SCREENS + SHOP if (item := _item(request, name, icon, key))]
    for item in items:
        if item["name"] == "today" and counts.pressing:
            item["count"] = counts.pressing
            item["urgency"] = "late" if counts.late else "soon"
            item["count_title"] = _("%(late)d late, %(soon)d running out") % {
                "late": counts.late,
                "soon": counts.soon,
            }
        if item["name"] == "outbox" and (stopped := counts.stopped):
            item["count"] = stopped
            item["count_title"] = ngettext("%(n)d needs a look", "%(n)d need a look", stopped) % {
                "n": stopped
            }
    return items


def _rest(nav: list[dict[str, Any]]) -> dict[str, Any]:
    """The part of the navigation that a narrow screen keeps behind "More"."""
    places = [item for item in nav if item["name"] not in MAIN]
    return {
        "places": places,
        "is_here": any(item["is_here"] for item in places),
        "count": sum(item.get("count", 0) for item in places),
    }


def _item(request: HttpRequest, name: str, icon: str, key: str = "") -> dict[str, Any] | None:
    """A place to go; None while its screen does not exist."""
    url, label = _places(get_language() or "", get_script_prefix()).get(name, ("", ""))
    if not url:
        return None
    return {
        "name": name,
        "url": url,
        "icon": icon,
        "key": key,
        "label": label,
        "is_here": request.path == url or (url != "/" and request.path.startswith(url)),
        "is_rest": name not in MAIN,
    }


@lru_cache(maxsize=16)
def _places(language: str, prefix: str) -> dict[str, tuple[str, str]]:
    """Address and name of every screen there is: the same for everybody who speaks that language."""
    found = {}
    for name, label in _names().items():
        with suppress(NoReverseMatch):
            found[name] = (reverse(name), label)
    return found


def _names() -> dict[str, str]:
    return {
        "today": _("Today"),
        "inbox": _("Messages"),
        "orders": _("Orders"),
        "issues": _("Issues"),
        "offers": _("Offers"),
        "ratings": _("Ratings"),
        "outbox": _("Outbox"),
        "accounts": _("Accounts"),
        "settings": _("Settings"),
        "team": _("Team"),
        "rhythm": _("Day's rhythm"),
        "profile": _("Profile"),
        "security": _("Security"),
    }


def _themes(user: User) -> list[dict[str, str]]:
    choices = (
        ("system", "monitor", _("As the system")),
        ("light", "sun", pgettext("appearance", "Light")),
        ("dark", "moon", pgettext("appearance", "Dark")),
    )
    return [
        {
            "value": value,
            "icon": icon,
            "label": label,
            "pressed": "true" if user.theme == value else "false",
        }
        for value, icon, label in choices
    ]


def keys() -> list[dict[str, Any]]:
    """The keyboard, for the list behind ``?`` and its own page."""
    rows = (
        ("j k", _("next, previous line")),
        ("o Enter", _("open the line")),
        ("r", _("answer")),
        ("p", _("put in the answer about the parcel")),
        ("w", _("choose a template")),
        ("x", _("open the product sheet")),
        ("n", _("write a note")),
        ("e", _("close")),
        ("s", _("put off")),
        ("t", _("put a tag on")),
        ("m", _("what it is about: wish, cause, next step")),
        ("c", _("note a call")),
        ("/", _("search")),
        ("g d", _("go to Today")),
        ("g w", _("go to Messages")),
        ("g z", _("go to Orders")),
        ("g i", _("go to Issues")),
        ("g f", _("go to Offers")),
        ("g c", _("go to Ratings")),
        ("g o", _("go to Outbox")),
        ("g k", _("go to Accounts")),
        ("g u", _("go to Settings")),
        ("Ctrl+Enter", _("send")),
        ("Ctrl+K", _("go anywhere")),
        ("Esc", _("leave the field, close the window")),
        ("?", _("this list")),
    )
    return [{"parts": parts.split(), "label": label} for parts, label in rows]
