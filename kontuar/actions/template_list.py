"""Templates a person may use: the desk's own and the starters nobody has put a copy in place of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kontuar.drafters.starter_set import starters
from kontuar.facts.messages import Role
from kontuar.store.models import Account, Message, ReplyTemplate, TemplateUse, User
from kontuar.store.queries import access

MOST = 500
LATELY = timedelta(days=90)
AGAIN = timedelta(days=7)
"""A buyer who writes within so long after an answer wrote again about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template. ``ref`` is the row's number or the starter's key; ``account`` None serves all accounts."""

    ref: str
    name: str
    situation: str
    texts: dict[str, str]
    account: Account | None = None
    starter: str = ""
    is_starter: bool = False
    is_active: bool = True

    def text(self, language: str, platform: str) -> tuple[str, str]:
        """The variant that fits best, and the language it is in: the marketplace's own before the general one."""
        spoken = [language, "en", "pl", *sorted(key.partition("@")[0] for key in self.texts)]
        for lang in spoken:
            for key in (f"{lang}@{platform}", lang):
                if self.texts.get(key):
                    return self.texts[key], lang
        return "", language


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What became of a template's uses in the last 90 days."""

    used: int = 0
    sent: int = 0
    edited: int = 0
    again: int = 0


def of_account(user: User, account_id: int, language: str) -> list[Template]:
    """Those that may be used in a case of an account; switched-off ones are left out."""
    rows = [row for row in _rows(user)[:MOST] if row.account_id in (None, account_id)]
    taken = {row.starter for row in rows if row.starter}
    own = [_own(row) for row in rows if row.is_active]
    return own + [one for one in _starters(language) if one.starter not in taken]


def everything(user: User, language: str) -> list[Template]:
    """For the list of the settings. A starter that a copy for all accounts replaces is not shown."""
    rows = list(_rows(user)[:MOST])
    taken = {row.starter for row in rows if row.starter and row.account_id is None}
    return [_own(row) for row in rows] + [one for one in _starters(language) if one.starter not in taken]


def find(user: User, ref: str, language: str) -> Template | None:
    """One template, None where the person sees none of that name."""
    if ref.isdecimal():
        row = _rows(user).filter(pk=ref).first() if len(ref) < 15 else None
        return _own(row) if row else None
    return next((one for one in _starters(language) if one.ref == ref), None)


def find_for(user: User, account_id: int, starter: str, language: str) -> Template | None:
    """A starter, or the own copy that stands in its place for an account."""
    found = [one for one in of_account(user, account_id, language) if one.starter == starter]
    return found[0] if found else None


def results(user: User, *, now: datetime) -> dict[str, Results]:
    """By ``ref``, in one query."""
    again = Message.objects.filter(
        case=OuterRef("case"),
        role=Role.BUYER.value,
        first_seen_at__gt=OuterRef("used_at"),
        first_seen_at__lt=OuterRef("used_at") + AGAIN,
    )
    rows = TemplateUse.objects.filter(used_at__gte=now - LATELY, case__account__in=access.account_ids(user))
    told = (
        rows.annotate(is_again=Exists(again))
        .values("template_id", "starter")
        .annotate(
            used=Count("pk"),
            sent=Count("pk", filter=Q(outgoing__isnull=False)),
            edited=Count("pk", filter=Q(was_edited=True)),
            again=Count("pk", filter=Q(is_again=True, outgoing__isnull=False)),
        )
    )
    return {
        str(one["template_id"] or one["starter"]): Results(
            used=one["used"], sent=one["sent"], edited=one["edited"], again=one["again"]
        )
        for one in told
    }


def counts(account_id: int, *, now: datetime) -> dict[str, int]:
    """How often each was used in an account lately, by ``ref``."""
    rows = TemplateUse.objects.filter(case__account=account_id, used_at__gte=now - LATELY)
    told = rows.values("template_id", "starter").annotate(n=Count("pk"))
    return {str(one["template_id"] or one["starter"]): one["n"] for one in told}


def _rows(user: User) -> QuerySet[ReplyTemplate]:
    mine = Q(account=None) | Q(account__in=access.account_ids(user))
    return ReplyTemplate.objects.filter(mine).select_related("account").order_by("name", "pk")


def _own(row: ReplyTemplate) -> Template:
    return Template(
        ref=str(row.pk),
        name=row.name,
        situation=row.situation,
        texts=row.texts,
        account=row.account,
        starter=row.starter,
        is_active=row.is_active,
    )


def _starters(language: str) -> list[Template]:
    return [
        Template(
            ref=one.key,
            name=one.names.get(language, one.names["en"]),
            situation=one.situation,
            texts=one.texts,
            starter=one.key,
            is_starter=True,
        )
        for one in starters().values()
    ]
