"""The owner puts his own value in place of a rule's, and takes it back. Duties are judged anew each time."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess, reassess_issues
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.rulebook.load import all_rules
from kontuar.rulebook.override import LONGEST, LONGEST_REASON, Override, typed
from kontuar.rulebook.override_check import check
from kontuar.rulebook.record import RulebookError, Value
from kontuar.store.models import Account, RuleOverride, User
from kontuar.store.queries.desk import the_desk
from kontuar.store.queries.overrides import standing


@transaction.atomic
def set_value(
    by: User,
    *,
    book: str,
    rule_id: str,
    key: str,
    text: str,
    reason: str,
    valid_from: date,
    valid_to: date,
    now: datetime,
) -> RuleOverride:
    """Put ``text``, typed as the rule's value is, over ``key``. Invalid names the field; nothing is saved then."""
    if not by.is_owner:
        raise NotAllowed()
    was = _value_now(book, rule_id, key, valid_from)
    given = Override(
        book=book,
        rule_id=rule_id,
        key=key,
        value=typed(was, text),
        reason=reason,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _judge(given, now)
    value = list(given.value) if isinstance(given.value, tuple) else given.value
    row = RuleOverride.objects.create(
        book=book,
        rule_id=rule_id,
        key=key,
        value=value,
        reason=reason.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        made_at=now,
        made_by=by,
    )
    detail: dict[str, Any] = {
        "book": book,
        "rule": rule_id,
        "key": key,
        "value": value,
        "until": valid_to.isoformat(),
    }
    journal.record("rule.own_value", at=now, actor=by, override=row.pk, **detail)
    turn(now=now)
    return row


@transaction.atomic
def end(by: User, row_id: int, *, now: datetime) -> RuleOverride:
    """The rule's own value holds again from now on."""
    if not by.is_owner:
        raise NotAllowed()
    row = RuleOverride.objects.select_for_update().filter(pk=row_id, ended_at__isnull=True).first()
    if row is None:
        raise ChangedMeanwhile()
    was_in_force, row.is_in_force = row.is_in_force, False
    row.ended_at, row.ended_by = now, by
    row.save(update_fields=["ended_at", "ended_by", "is_in_force"])
    journal.record("rule.own_value_ended", at=now, actor=by, override=row.pk, rule=row.rule_id, key=row.key)
    if was_in_force:
        _judge_everything(now)
    return row


def turned(now: datetime) -> list[RuleOverride]:
    """Own values that a day began or ended since the duties were judged. Asked often: one small read mostly."""
    rows = standing()
    today = now.astimezone(ZoneInfo(the_desk().zone)).date() if rows else now.date()
    return [row for row in rows if row.is_in_force != (row.valid_from <= today <= row.valid_to)]


def turn(*, now: datetime) -> int:
    """Judge everything anew where a day began or ended an own value; how many did."""
    rows = turned(now)
    if not rows:
        return 0
    with transaction.atomic():
        for row in rows:
            RuleOverride.objects.filter(pk=row.pk).update(is_in_force=not row.is_in_force)
        _judge_everything(now)
    return len(rows)


def _value_now(book: str, rule_id: str, key: str, on: date) -> Value:
    """The rule's value on a day; where the rule has versions, the one it had last if none holds."""
    try:
        records = [record for record in all_rules(book) if record.rule_id == rule_id]
    except RulebookError:
        records = []
    held = [record for record in records if record.holds_on(on)] or records[-1:]
    if not held or key not in held[0].values:
        raise Invalid("unknown-rule", _("This rule is not in the rulebook."), field="key")
    return held[0].values[key]


def _judge(given: Override, now: datetime) -> None:
    """As the loader judges data, in words beside the field."""
    if not given.reason.strip() or len(given.reason) > LONGEST_REASON:
        raise Invalid("no-reason", _("Say why, in at most 500 characters."), field="reason")
    if given.valid_to < given.valid_from or given.valid_to < now.date():
        raise Invalid(
            "bad-end", _("The last day must not lie before the first, nor in the past."), field="valid_to"
        )
    if given.valid_to - given.valid_from > LONGEST:
        raise Invalid("too-long", _("At most two years; then look at it again."), field="valid_to")
    try:
        check(given)
    except RulebookError as error:
        words = _("The rulebook does not take this value: %(why)s.") % {"why": str(error).rpartition(": ")[2]}
        raise Invalid("bad-value", words, field="text") from error
    same = (given.book, given.rule_id, given.key)
    for row in standing():
        overlaps = row.valid_from <= given.valid_to and given.valid_from <= row.valid_to
        if (row.book, row.rule_id, row.key) == same and overlaps:
            raise Invalid(
                "own-value-there", _("An own value stands there already. End it first."), field="text"
            )


def _judge_everything(now: datetime) -> None:
    for account in Account.objects.all():
        reassess.everything(account, now=now)
        reassess_issues.everything(account, now=now)
