"""Questions and answers out and in: one JSON file, as templates."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kontuar.actions import faq, json_file, templates
from kontuar.actions.errors import ActionProblem, Invalid, NotAllowed
from kontuar.actions.json_file import Taken
from kontuar.store.models import FaqEntry, User

FILE = json_file.Kind(name="kontuar-faq", version=1, holds="entries")


def export(found: Iterable[FaqEntry]) -> bytes:
    """The file. Accounts are left out: another desk has others."""
    entries = [
        {"questions": one.questions, "answers": one.answers, "offers": one.offers, "words": one.words}
        for one in found
    ]
    return FILE.written(entries)


def take_in(content: bytes, by: User, *, account_id: int | None, now: datetime) -> Taken:
    """Keep every entry of a file, or none: one of the same question and account is changed, others are new."""
    if not templates.may_change(by, account_id):
        raise NotAllowed
    entries = _entries(content)
    errors: list[str] = []
    with transaction.atomic():
        known = {
            text: row.pk
            for row in FaqEntry.objects.filter(account=account_id)
            for text in row.questions.values()
        }
        for number, entry in enumerate(entries, start=1):
            errors += _one(number, entry, known, by, account_id, now)
        if errors:
            transaction.set_rollback(True)
    return Taken(errors=tuple(errors)) if errors else Taken(kept=len(entries))


def _entries(content: bytes) -> list[Any]:
    entries = FILE.read(content, another=_("This is not a file of questions and answers."))
    if len(entries) > faq.MOST:
        raise Invalid("too-many", _("More than 300 questions in one file."), field="file")
    return entries


def _one(
    number: int, entry: Any, known: dict[str, int], by: User, account_id: int | None, now: datetime
) -> Iterator[str]:
    """Keep one entry; yields what is wrong with it."""
    held = entry if isinstance(entry, dict) else {}
    texts = [held.get("questions"), held.get("answers")]
    offers, words = held.get("offers", []), held.get("words", "")
    is_plain = all(
        isinstance(one, dict) and all(isinstance(text, str) for text in one.values()) for one in texts
    )
    if not is_plain or not isinstance(words, str) or not _are_words(offers):
        yield _("Question %(number)d: not as expected.") % {"number": number}
        return
    questions: dict[str, str] = held["questions"]
    same = next((known[text.strip()] for text in questions.values() if text.strip() in known), None)
    try:
        faq.keep(
            by,
            row_id=same,
            account_id=account_id,
            questions=questions,
            answers=held["answers"],
            offers=offers,
            words=words,
            now=now,
        )
    except ActionProblem as problem:
        yield _("Question %(number)d: %(why)s") % {"number": number, "why": problem.text}


def _are_words(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) for one in found)
