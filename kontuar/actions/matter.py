"""What a case is about, as a person noted it: what the buyer wants, the cause, the next step, the outcome."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kontuar.actions import journal
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed, Text
from kontuar.store.models import Case, CaseMatter, User
from kontuar.store.queries import access

type Choices = tuple[tuple[str, Text], ...]

WANTS: Choices = (
    ("refund", pgettext_lazy("the buyer wants", "money back")),
    ("exchange", pgettext_lazy("the buyer wants", "another piece")),
    ("part", pgettext_lazy("the buyer wants", "a missing part")),
    ("discount", pgettext_lazy("the buyer wants", "a lower price")),
    ("repair", pgettext_lazy("the buyer wants", "a repair")),
    ("facts", pgettext_lazy("the buyer wants", "an explanation")),
    ("invoice", pgettext_lazy("the buyer wants", "an invoice")),
    ("other", pgettext_lazy("the buyer wants", "something else")),
)
CAUSES: Choices = (
    ("carrier", pgettext_lazy("cause", "the carrier")),
    ("packing", pgettext_lazy("cause", "packing")),
    ("stock", pgettext_lazy("cause", "stock was wrong")),
    ("mixed_up", pgettext_lazy("cause", "we sent the wrong thing")),
    ("listing", pgettext_lazy("cause", "the offer says it badly")),
    ("defect", pgettext_lazy("cause", "a faulty product")),
    ("buyer", pgettext_lazy("cause", "the buyer's mistake")),
    ("other", pgettext_lazy("cause", "something else")),
)
STEPS: Choices = (
    ("answer", pgettext_lazy("next step", "answer")),
    ("ask_carrier", pgettext_lazy("next step", "ask the carrier")),
    ("ask_supplier", pgettext_lazy("next step", "ask the supplier")),
    ("send", pgettext_lazy("next step", "send again")),
    ("pay_back", pgettext_lazy("next step", "pay back")),
    ("wait_goods", pgettext_lazy("next step", "wait for the goods")),
    ("call", pgettext_lazy("next step", "call")),
    ("other", pgettext_lazy("next step", "something else")),
)
OUTCOMES: Choices = (
    ("explained", pgettext_lazy("outcome", "explained")),
    ("paid_back", pgettext_lazy("outcome", "paid back")),
    ("paid_partly", pgettext_lazy("outcome", "paid back in part")),
    ("replaced", pgettext_lazy("outcome", "replaced")),
    ("repaired", pgettext_lazy("outcome", "repaired")),
    ("refused", pgettext_lazy("outcome", "refused")),
    ("given_up", pgettext_lazy("outcome", "the buyer gave up")),
    ("other", pgettext_lazy("outcome", "something else")),
)
CODES = {
    name: frozenset(code for code, _label in choices)
    for name, choices in (("wants", WANTS), ("cause", CAUSES), ("step", STEPS), ("outcome", OUTCOMES))
}
FIELDS = tuple(f"{name}{end}" for name in CODES for end in ("", "_text"))
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a person noted; an empty code with words is allowed, and so is nothing at all."""

    wants: str = ""
    wants_text: str = ""
    cause: str = ""
    cause_text: str = ""
    step: str = ""
    step_text: str = ""
    step_by: datetime | None = None
    outcome: str = ""
    outcome_text: str = ""


def of(case: Case) -> Words:
    """What is noted now."""
    row = CaseMatter.objects.filter(case=case).first()
    if row is None:
        return Words()
    return Words(step_by=row.step_by, **{name: getattr(row, name) for name in FIELDS})


@transaction.atomic
def note(case: Case, by: User, words: Words, *, seen_at: datetime | None, now: datetime) -> Words:
    """Keep what was noted; what stood there before, by which it is undone.

    ``seen_at`` is the ``changed_at`` the person had before him, None for nothing: ChangedMeanwhile when a colleague
    noted something since.
    """
    if not access.can_work(by, case.account_id):
        raise NotAllowed
    _check(words)
    row = CaseMatter.objects.select_for_update().filter(case=case).first()
    if (row.changed_at if row else None) != seen_at:
        raise ChangedMeanwhile
    before = of(case)
    values: dict[str, Any] = {name: " ".join(getattr(words, name).split()) for name in FIELDS}
    values |= {"step_by": words.step_by, "changed_by": by, "changed_at": now}
    if row is None:
        try:
            with transaction.atomic():
                CaseMatter.objects.create(case=case, **values)
        except IntegrityError:
            raise ChangedMeanwhile from None
    else:
        CaseMatter.objects.filter(pk=row.pk).update(**values)
    codes: dict[str, Any] = {name: values[name] for name in CODES if values[name]}
    journal.record("case.matter", at=now, actor=by, case=case, **codes)
    return before


def _check(words: Words) -> None:
    for name, known in CODES.items():
        code = getattr(words, name)
        if code and code not in known:
            raise Invalid("unknown", _("Choose one of the list."), field=name)
        if len(getattr(words, f"{name}_text")) > LONGEST:
            raise Invalid("too_long", _("At most 200 characters here."), field=f"{name}_text")
