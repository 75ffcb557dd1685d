"""The desk's own questions and answers: kept, changed, deleted, found for a person."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, templates
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.drafters import template
from kontuar.drafters.starter_set import LANGUAGES
from kontuar.store.models import FaqEntry, User
from kontuar.store.queries import access

MOST = 300
LONGEST_QUESTION = 200
LONGEST_WORDS = 300
MOST_OFFERS = 50


def visible(user: User) -> QuerySet[FaqEntry]:
    """Those for all accounts and those of his own."""
    mine = Q(account=None) | Q(account__in=access.account_ids(user))
    return FaqEntry.objects.filter(mine).select_related("account").order_by("pk")


def keep(
    by: User,
    *,
    row_id: int | None,
    account_id: int | None,
    questions: Mapping[str, str],
    answers: Mapping[str, str],
    offers: Iterable[str] = (),
    words: str = "",
    is_active: bool = True,
    now: datetime,
) -> FaqEntry:
    """Keep an entry, new or changed. Raises Invalid with the field that is wrong; nothing is kept then."""
    if not templates.may_change(by, account_id):
        raise NotAllowed
    asked, said = _plain(questions), _plain(answers)
    numbers = list(dict.fromkeys(one.strip() for one in offers if one.strip()))
    about = ", ".join(dict.fromkeys(word for part in words.split(",") if (word := " ".join(part.split()))))
    _judge(asked, said, numbers, about)
    with transaction.atomic():
        row = _row(by, row_id)
        row.account_id, row.questions, row.answers = account_id, asked, said
        row.offers, row.words, row.is_active = numbers, about, is_active
        row.changed_at, row.changed_by = now, by
        row.save()
        journal.record("faq.saved", at=now, actor=by, account=row.account, faq=row.pk)
    return row


def remove(by: User, row: FaqEntry, *, now: datetime) -> None:
    """Delete an entry; answers that were sent with it stay as they are."""
    if not templates.may_change(by, row.account_id):
        raise NotAllowed
    with transaction.atomic():
        journal.record("faq.removed", at=now, actor=by, account=row.account, faq=row.pk)
        row.delete()


def title(row: FaqEntry, language: str) -> str:
    """The question in a language, else in the first one it is written in."""
    return row.questions.get(language) or next(
        (row.questions[one] for one in LANGUAGES if one in row.questions), ""
    )


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text.strip() for key, text in texts.items() if text.strip()}


def _row(by: User, row_id: int | None) -> FaqEntry:
    if row_id is None:
        if FaqEntry.objects.count() >= MOST:
            raise Invalid("too-many", _("There are 300 questions already. Delete some first."))
        return FaqEntry()
    row = FaqEntry.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise ChangedMeanwhile
    if not templates.may_change(by, row.account_id):
        raise NotAllowed
    return row


def _judge(questions: Mapping[str, str], answers: Mapping[str, str], offers: list[str], words: str) -> None:
    if unknown := (questions.keys() | answers.keys()) - set(LANGUAGES):
        raise Invalid("language", _("This language is not known: %s.") % min(unknown)[:20])
    if not questions:
        raise Invalid("no-question", _("Write the question and its answer in at least one language."))
    if halves := questions.keys() ^ answers.keys():
        half = min(halves)
        missing = "answer" if half in questions else "question"
        told = _("The answer is missing.") if missing == "answer" else _("The question is missing.")
        raise Invalid("half", told, field=f"{missing}_{half}")
    for language, question in questions.items():
        if len(question) > LONGEST_QUESTION:
            raise Invalid("long", _("A question has at most 200 characters."), field=f"question_{language}")
    for language, answer in answers.items():
        if found := template.troubles(answer):
            raise Invalid("trouble", templates.told(found[0]), field=f"answer_{language}")
    if len(words) > LONGEST_WORDS:
        raise Invalid("words", _("The words have at most 300 characters together."), field="words")
    if len(offers) > MOST_OFFERS or any(len(one) > 100 for one in offers):
        raise Invalid("offers", _("At most 50 offers, each by its number."), field="offers")
