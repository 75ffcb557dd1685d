"""What the frame of every page needs: where one can go, who is signed in, how it looks."""

from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kontuar.store.models import User
from kontuar.store.queries.today import MOST_COUNTED, Header, header

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
    """``frame``: where the page stands, what is counted, person, theme. Nothing for a visitor and for fragments."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"frame": {"theme": "system"}}
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        return {"frame": {"theme": user.theme, "has_keys": user.has_keys}}
    return {
        "frame": {
            "theme": user.theme,
            "has_keys": user.has_keys,
            "person": str(user),
            "here": _here(request.path),
            "counts": header(user, now=timezone.now()),
        }
    }


def navigation(here: str, counts: Header) -> SafeString:
    """The screens with what is counted beside them; ``here`` is the name of the one that is open."""
    return _navigation(here, counts, get_language() or "", get_script_prefix())


def menu(here: str) -> SafeString:
    """The screens of the person's own menu."""
    return _menu(here, get_language() or "", get_script_prefix())


def themes(theme: str) -> SafeString:
    """The buttons of the appearance, ``theme`` pressed."""
    return _themes(theme, get_language() or "")


# These are drawn once for each set of their arguments: which is all they are made of.


@lru_cache(maxsize=256)
def _navigation(here: str, counts: Header, language: str, prefix: str) -> SafeString:
    items = [item for name, icon, key in SCREENS + SHOP if (item := _item(here, name, icon, key))]
    for item in items:
        item.update(_count(item["name"], counts))
    return render_to_string("navigation.html", {"items": items, "rest": _rest(items)})


@lru_cache(maxsize=64)
def _menu(here: str, language: str, prefix: str) -> SafeString:
    items = [item for name, icon in MENU if (item := _item(here, name, icon))]
    return render_to_string("menu_places.html", {"items": items})


@lru_cache(maxsize=16)
def _themes(theme: str, language: str) -> SafeString:
    choices = (
        ("system", "monitor", _("As the system")),
        ("light", "sun", pgettext("appearance", "Light")),
        ("dark", "moon", pgettext("appearance", "Dark")),
    )
    rows = [{"value": value, "icon": icon, "label": label} for value, icon, label in choices]
    return render_to_string("themes.html", {"choices": rows, "theme": theme})


def _count(name: str, counts: Header) -> dict[str, Any]:
    """The number beside a screen and what it means; empty where there is nothing to count."""
    if name == "today" and counts.pressing:
        if counts.pressing >= MOST_COUNTED:
            count: int | str = f"{MOST_COUNTED}+"
            words = _("late or running out: %(n)d or more") % {"n": MOST_COUNTED}
        else:
            count = counts.pressing
            words = _("%(late)d late, %(soon)d running out") % {"late": counts.late, "soon": counts.soon}
        return {
            "count": count,
            "urgency": "late" if counts.late else "soon",
            "count_title": words,
        }
    if name == "outbox" and (n := counts.stopped):
        return {
            "count": n,
            "count_title": ngettext("%(n)d needs a look", "%(n)d need a look", n) % {"n": n},
        }
    return {}


def _rest(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The part of the navigation that a narrow screen keeps behind "More"."""
    places = [item for item in items if item["name"] not in MAIN]
    return {
        "places": places,
        "is_here": any(item["is_here"] for item in places),
        "count": sum(item.get("count", 0) for item in places),
    }


def _item(here: str, name: str, icon: str, key: str = "") -> dict[str, Any] | None:
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
        "is_here": name == here,
        "is_rest": name not in MAIN,
    }


def _here(path: str) -> str:
    """The name of the screen that this page is, or lies below; empty for none."""
    for name, (url, _label) in _places(get_language() or "", get_script_prefix()).items():
        if path == url or (url != "/" and path.startswith(url)):
            return name
    return ""


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
