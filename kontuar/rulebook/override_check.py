"""Would the loader take the owner's own value?"""

from kontuar.rulebook.load import all_rules
from kontuar.rulebook.override import LONGEST, LONGEST_REASON, Override
from kontuar.rulebook.record import RulebookError
from kontuar.rulebook.schema import schema_of


def check(override: Override) -> None:
    """Raise RulebookError, whose text names what is wrong, unless the loader would take the value."""
    name = f"{override.book}: {override.rule_id}"
    records = [record for record in all_rules(override.book) if record.rule_id == override.rule_id]
    if not records:
        raise RulebookError(f"{name}: unknown rule id")
    judge = schema_of(override.book)[override.rule_id].get(override.key)
    if judge is None:
        raise RulebookError(f"{name}: unknown value {override.key}")
    value = list(override.value) if isinstance(override.value, tuple) else override.value
    if wanted := judge(value):
        raise RulebookError(f"{name}: {override.key} must be {wanted}")
    if not override.reason.strip() or len(override.reason) > LONGEST_REASON:
        raise RulebookError(f"{name}: a reason of at most {LONGEST_REASON} characters is needed")
    if override.valid_to < override.valid_from:
        raise RulebookError(f"{name}: valid_to lies before valid_from")
    if override.valid_to - override.valid_from > LONGEST:
        raise RulebookError(f"{name}: at most two years at once")
    if not any(record.holds_on(override.valid_from) for record in records):
        raise RulebookError(f"{name} does not hold on {override.valid_from}")
