"""The owner's own values of rules, as they stand."""

from kontuar.store.models import RuleOverride
from kontuar.store.queries.once import once
from kontuar.store.queries.ready import Ready

_STANDING = Ready(lambda: RuleOverride.objects.filter(ended_at__isnull=True).order_by("pk"))


def standing() -> list[RuleOverride]:
    """Those nobody ended, over or not yet begun included, oldest first. Few: one small read."""
    return once("overrides", lambda: _STANDING.of(RuleOverride))


def of_rule(book: str, rule_id: str) -> list[RuleOverride]:
    """Every one a rule ever had, newest first, with who made and ended it."""
    rows = RuleOverride.objects.filter(book=book, rule_id=rule_id).select_related("made_by", "ended_by")
    return list(rows.order_by("-pk"))
