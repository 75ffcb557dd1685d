"""A place without an interface (OLX, Facebook, a shop's phone app) as an account of its own: made and changed."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess, tokens
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.actions.policies import MOST_ANSWER_HOURS
from kontuar.actions.ways import BY_HAND, is_by_hand
from kontuar.connector_kit.contract import Tokens
from kontuar.store.models import Account, AccountAccess, Application, User
from kontuar.store.queries import access
from kontuar.store.queries.desk import the_desk
from kontuar.store.secrets import seal

ELSEWHERE = "elsewhere"
FOR_EVER = timedelta(days=36_500)
"""There is no access that could run out."""
LONGEST_NAME, LONGEST_LINK, LONGEST_SIGNATURE = 60, 1000, 1000
LEAST_LIMIT, HIGHEST_LIMIT = 50, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the seller says of a place. ``answer_hours`` None: the rule's own time; ``text_limit`` None: none known."""

    name: str
    inbox: str = ""
    answer_hours: int | None = None
    text_limit: int | None = None
    signature: str = ""


@transaction.atomic
def add(by: User, place: Place, *, now: datetime) -> Account:
    """A new account for that place, its maker the owner. Invalid names the field; a name is used once."""
    if not by.is_owner:
        raise NotAllowed
    name = _checked(place)
    if Account.objects.filter(platform=ELSEWHERE, login__iexact=name).exists():
        raise Invalid("name_taken", _("A place of this name is here already."), field="name")
    desk = the_desk()
    nothing = Tokens(access="", refresh="", access_expires_at=now + FOR_EVER)
    account = Account.objects.create(
        platform=ELSEWHERE,
        application=_application(now),
        external_id=uuid.uuid4().hex,
        login=name,
        label=name,
        country=desk.country,
        zone=desk.zone,
        connected_at=now,
        read_since=now,
        settings=_settings(place),
        signature=place.signature.strip(),
        is_watch_only=False,
        tokens_sealed=tokens.sealed(nothing),
        tokens_stored_at=now,
        access_expires_at=nothing.access_expires_at,
    )
    AccountAccess.objects.create(user=by, account=account, role=AccountAccess.Role.OWNER)
    journal.record("account.connected", at=now, actor=by, account=account)
    return account


@transaction.atomic
def change(account: Account, by: User, place: Place, *, now: datetime) -> None:
    """Another name, address, time or limit; what is owed there is judged anew."""
    if not access.can_own(by, account.pk) or not is_by_hand(account):
        raise NotAllowed
    name = _checked(place)
    others = Account.objects.filter(platform=ELSEWHERE, login__iexact=name).exclude(pk=account.pk)
    if others.exists():
        raise Invalid("name_taken", _("A place of this name is here already."), field="name")
    row = Account.objects.select_for_update().get(pk=account.pk)
    was = row.settings.get("answer_hours")
    Account.objects.filter(pk=row.pk).update(
        login=name, label=name, settings=_settings(place), signature=place.signature.strip()
    )
    if was != place.answer_hours:
        reassess.everything(row, now=now)
    journal.record("account.changed", at=now, actor=by, account=account)


def of(account: Account) -> Place:
    """What is kept of a place."""
    told = account.settings
    return Place(
        name=account.login,
        inbox=str(told.get("inbox", "")),
        answer_hours=told.get("answer_hours"),
        text_limit=told.get("text_limit"),
        signature=account.signature,
    )


def safe_link(text: str, *, field: str) -> str:
    """An address of a web page, as typed; ``""`` for none. Invalid for anything a browser would not simply open."""
    link = text.strip()
    if not link:
        return ""
    if "://" not in link and "." in link.partition("/")[0]:
        link = f"https://{link}"
    if len(link) > LONGEST_LINK or not _opens(link):
        raise Invalid("bad_link", _("This is no address of a web page (https://…)."), field=field)
    return link


def _opens(link: str) -> bool:
    """No script, no file, no password in it, nothing that breaks a line."""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return False
    is_plain = link.isprintable() and " " not in link and "@" not in parts.netloc
    return is_plain and parts.scheme in {"http", "https"} and bool(host)


def _checked(place: Place) -> str:
    name = " ".join(place.name.split())
    if not name:
        raise Invalid("missing", _("This cannot be empty."), field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid("too_long", _("At most 60 characters here."), field="name")
    if len(place.signature) > LONGEST_SIGNATURE:
        raise Invalid("too_long", _("At most 1000 characters here."), field="signature")
    hours, limit = place.answer_hours, place.text_limit
    if hours is not None and not 1 <= hours <= MOST_ANSWER_HOURS:
        raise Invalid("bad_hours", _("Choose between 1 and 240 hours."), field="answer_hours")
    if limit is not None and not LEAST_LIMIT <= limit <= HIGHEST_LIMIT:
        raise Invalid("bad_limit", _("Choose between 50 and 20,000 characters."), field="text_limit")
    return name


def _settings(place: Place) -> dict[str, Any]:
    told = {
        "inbox": safe_link(place.inbox, field="inbox"),
        "answer_hours": place.answer_hours,
        "text_limit": place.text_limit,
    }
    return {name: value for name, value in told.items() if value}


def _application(now: datetime) -> Application:
    """One row for all places: every account names the application it is signed in with, and here nobody signs in."""
    row, _is_new = Application.objects.get_or_create(
        platform=ELSEWHERE,
        place=ELSEWHERE,
        base_url="",
        client_id=ELSEWHERE,
        defaults={"name": "Kontuar", "kind": BY_HAND, "client_secret_sealed": seal(""), "created_at": now},
    )
    return row
