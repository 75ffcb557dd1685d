"""Templates out and in: one JSON file, versioned and of limited size; each error names the entry it is about."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kontuar.actions import templates
from kontuar.actions.errors import ActionProblem, Invalid, NotAllowed
from kontuar.actions.template_list import Template
from kontuar.store.models import ReplyTemplate, User

FORMAT, VERSION = "kontuar-templates", 1
LARGEST = 1_000_000
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an import: how many are new or changed. With ``errors`` nothing was kept."""

    kept: int = 0
    errors: tuple[str, ...] = ()


def export(found: list[Template]) -> bytes:
    """The file. Accounts are left out: another desk has others."""
    entries = [
        {"name": one.name, "situation": one.situation, "starter": one.starter, "texts": one.texts}
        for one in found
    ]
    whole = {"format": FORMAT, "version": VERSION, "templates": entries}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


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


def json_of(content: bytes) -> Any:
    """What a file of ours holds; Invalid where it is too large or no JSON."""
    if len(content) > LARGEST:
        raise Invalid("too-big", _("The file is larger than 1 MB."), field="file")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        words = _("The file is no JSON: line %(line)d.") % {"line": error.lineno}
        raise Invalid("no-json", words, field="file") from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Invalid("no-json", _("The file cannot be read as text."), field="file") from None


def _entries(content: bytes) -> list[Any]:
    whole = json_of(content)
    if (
        not isinstance(whole, dict)
        or whole.get("format") != FORMAT
        or not isinstance(whole.get("templates"), list)
    ):
        raise Invalid("no-format", _("This is not a file of templates."), field="file")
    if whole.get("version") != VERSION:
        raise Invalid("version", _("This file is of a version that is not known here."), field="file")
    if len(whole["templates"]) > MOST:
        raise Invalid("too-many", _("More than 200 templates in one file."), field="file")
    return list(whole["templates"])


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
