"""Templates out and in: one JSON file, versioned and of limited size; each error names the entry it is about."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kontuar.actions import json_file, templates
from kontuar.actions.errors import ActionProblem, Invalid, NotAllowed
from kontuar.actions.json_file import Taken
from kontuar.actions.template_list import Template
from kontuar.store.models import ReplyTemplate, User

FILE = json_file.Kind(name="kontuar-templates", version=1, holds="templates")
MOST = 200


def export(found: list[Template]) -> bytes:
    """The file. Accounts are left out: another desk has others."""
    entries = [
        {"name": one.name, "situation": one.situation, "starter": one.starter, "texts": one.texts}
        for one in found
    ]
    return FILE.written(entries)


def take_in(content: bytes, by: User, *, account_id: int | None, now: datetime) -> Taken:
    """Keep every template of a file, or none: one of the same name and account is changed, others are new."""
    if not templates.may_change(by, account_id):
        raise NotAllowed
    entries = _entries(content)
    errors: list[str] = []
    with transaction.atomic():
        for number, entry in enumerate(entries, start=1):
            errors += _one(number, entry, by, account_id, now)
        if errors:
            transaction.set_rollback(True)
    return Taken(errors=tuple(errors)) if errors else Taken(kept=len(entries))


def _entries(content: bytes) -> list[Any]:
    entries = FILE.read(content, another=_("This is not a file of templates."))
    if len(entries) > MOST:
        raise Invalid("too-many", _("More than 200 templates in one file."), field="file")
    return entries


def _one(number: int, entry: Any, by: User, account_id: int | None, now: datetime) -> Iterator[str]:
    """Keep one entry; yields what is wrong with it."""
    texts = entry.get("texts") if isinstance(entry, dict) else None
    is_plain = isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())
    values = [entry.get(key, "") for key in ("name", "situation", "starter")] if is_plain else [None]
    if not isinstance(texts, dict) or not is_plain or not all(isinstance(value, str) for value in values):
        yield _("Template %(number)d: not as expected.") % {"number": number}
        return
    name = entry.get("name", "").strip()
    same = ReplyTemplate.objects.filter(name=name, account=account_id).order_by("pk").first()
    try:
        templates.keep(
            by,
            row_id=same.pk if same else None,
            account_id=account_id,
            name=name,
            situation=entry.get("situation") or "own",
            texts=texts,
            starter=entry.get("starter", ""),
            now=now,
        )
    except ActionProblem as problem:
        yield _("Template %(number)d (%(name)s): %(why)s") % {
            "number": number,
            "name": name[:40],
            "why": problem.text,
        }
