"""Write, switch off and delete the desk's own templates; note what became of each that was used."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.drafters import situations, template
from kontuar.drafters.starter_set import LANGUAGES, starters
from kontuar.store.models import Case, Outgoing, ReplyTemplate, TemplateUse, User
from kontuar.store.queries import access

MOST_OWN = 400
LONGEST_NAME = 80
PLATFORMS = ("allegro", "ebay", "etsy", "mail")
"""Where a text may have a variant of its own."""


def may_change(by: User, account_id: int | None) -> bool:
    """Templates for all accounts are an owner's of the desk; an account's are of those who answer there."""
    return by.is_owner if account_id is None else access.can_work(by, account_id)


def keep(
    by: User,
    *,
    row_id: int | None,
    account_id: int | None,
    name: str,
    situation: str,
    texts: Mapping[str, str],
    starter: str = "",
    is_active: bool = True,
    now: datetime,
) -> ReplyTemplate:
    """Keep a template, new or changed. Raises Invalid with the field that is wrong; nothing is kept then."""
    if not may_change(by, account_id):
        raise NotAllowed
    kept = {key: text.strip() for key, text in texts.items() if text.strip()}
    _judge(name, situation, kept)
    with transaction.atomic():
        row = _row(by, row_id)
        row.account_id, row.name, row.situation = account_id, name.strip(), situation
        row.texts, row.is_active = kept, is_active
        row.starter = row.starter or (starter if starter in starters() else "")
        row.changed_at, row.changed_by = now, by
        row.save()
        journal.record("template.saved", at=now, actor=by, account=row.account, template=row.pk)
    return row


def remove(by: User, row: ReplyTemplate, *, now: datetime) -> None:
    """Delete an own template; where it stood in for a starter, that one is there again."""
    if not may_change(by, row.account_id):
        raise NotAllowed
    with transaction.atomic():
        journal.record("template.removed", at=now, actor=by, account=row.account, template=row.pk)
        row.delete()


def note_use(case: Case, by: User, *, ref: str, language: str, text: str, now: datetime) -> TemplateUse:
    """A template was put into this case's answer, as ``text``."""
    if not access.can_work(by, case.account_id):
        raise NotAllowed
    is_own = ref.isdecimal()
    return TemplateUse.objects.create(
        template_id=int(ref) if is_own else None,
        starter="" if is_own else ref,
        language=language[:8],
        case=case,
        by=by,
        used_at=now,
        digest=digest(text),
    )


def settle(case: Case, by: User, outgoing: Outgoing, text: str) -> None:
    """The answer left: which templates stand in it, and whether they were changed before."""
    said = digest(text)
    rows = TemplateUse.objects.filter(case=case, by=by, outgoing=None)
    for row in rows.order_by("-used_at")[:10]:
        TemplateUse.objects.filter(pk=row.pk).update(outgoing=outgoing, was_edited=row.digest != said)


def digest(text: str) -> str:
    """By which a text is known again, whatever its blanks and line ends."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def _row(by: User, row_id: int | None) -> ReplyTemplate:
    if row_id is None:
        if ReplyTemplate.objects.count() >= MOST_OWN:
            raise Invalid("too-many", _("There are 400 templates already. Delete some first."), field="name")
        return ReplyTemplate()
    row = ReplyTemplate.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise ChangedMeanwhile
    if not may_change(by, row.account_id):
        raise NotAllowed
    return row


def _judge(name: str, situation: str, texts: Mapping[str, str]) -> None:
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise Invalid("no-name", _("A template needs a name of at most 80 characters."), field="name")
    if situation not in situations.CODES:
        raise Invalid("no-situation", _("This situation is not known."), field="situation")
    if not texts:
        raise Invalid("no-text", _("A template needs a text in at least one language."), field="text_pl")
    for key, text in texts.items():
        language, _at, platform = key.partition("@")
        if language not in LANGUAGES or (platform and platform not in PLATFORMS):
            raise Invalid(
                "no-variant", _("This language or marketplace is not known: %s.") % key[:40], field="name"
            )
        if found := template.troubles(text):
            raise Invalid("trouble", told(found[0]), field=f"text_{key.replace('@', '_')}")


def told(trouble: template.Trouble) -> str:
    """What is wrong with a template's text, in words with its line."""
    words = {
        "if_not_closed": _("Line %(line)d: a condition that is not closed with “end”."),
        "end_alone": _("Line %(line)d: “end” without a condition."),
        "else_alone": _("Line %(line)d: “else” without a condition, or a second one."),
        "unknown_condition": _("Line %(line)d: nothing is called “%(place)s”."),
        "lone_brace": _("Line %(line)d: braces that do not belong together: %(place)s"),
        "empty_gap": _("Line %(line)d: a gap without a name."),
        "too_deep": _("Line %(line)d: more than 4 conditions inside each other."),
        "too_long": _("Too long by %(place)s characters; at most 6000."),
    }
    return str(words[trouble.code]) % {"line": trouble.line, "place": trouble.place[:60]}
