"""The owner's own values in place of a rule's."""

from django.db import models

from kontuar.store.models.people import User


class RuleOverride(models.Model):
    """One value of one rule of the rulebook. Never deleted: an ended one says what held until then.

    ``valid_from`` and ``valid_to`` are days of the desk, both included. ``is_in_force`` is what the duties were
    last judged by: where it no longer agrees with the day, everything is judged anew.
    """

    book = models.CharField(max_length=20)
    rule_id = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    value = models.JSONField()
    reason = models.CharField(max_length=500)
    valid_from = models.DateField()
    valid_to = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    is_in_force = models.BooleanField(default=False)

    class Meta:
        db_table = "rule_override"
