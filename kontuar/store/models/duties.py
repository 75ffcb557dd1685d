"""What we owe: the table Today and every clock chip read."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.issues import Issue
from kontuar.store.models.orders import Order
from kontuar.store.models.talk import Case


class Duty(models.Model):
    """A row per open duty; a duty that ended is deleted and stands in the journal."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="duties")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="duties")
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="duties")
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, related_name="duties")
    kind = models.CharField(max_length=20)
    since_at = models.DateTimeField()
    due_at = models.DateTimeField()
    safer_by = models.DateTimeField()
    warn_at = models.DateTimeField()
    origin = models.CharField(max_length=8)
    rule_id = models.CharField(max_length=20)
    rule_version = models.CharField(max_length=20)
    lost = models.CharField(max_length=40)
    next_step = models.CharField(max_length=40)
    is_counted = models.BooleanField()
    standing = models.CharField(max_length=5)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "duty"
        constraints = [
            models.UniqueConstraint("case", "kind", name="duty_case_once"),
            models.UniqueConstraint("order", "kind", name="duty_order_once"),
            models.UniqueConstraint("issue", "kind", name="duty_issue_once"),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, order__isnull=True, issue__isnull=True)
                | models.Q(case__isnull=True, order__isnull=False, issue__isnull=True)
                | models.Q(case__isnull=True, order__isnull=True, issue__isnull=False),
                name="duty_has_one_subject",
            ),
        ]
        indexes = [
            # In the very order of the lists: they read their forty lines and no more.
            models.Index(fields=["account", "safer_by", "case"], name="duty_in_order"),
            models.Index(fields=["account", "kind", "due_at"], name="duty_of_kind"),
            # What presses and what is late is counted for every page, each out of its index alone.
            models.Index(fields=["account", "warn_at", "case"], name="duty_pressing"),
            models.Index(fields=["account", "due_at", "case"], name="duty_late"),
            models.Index(fields=["account"], condition=models.Q(issue__isnull=False), name="duty_of_issue"),
        ]


class ToJudgeAgain(models.Model):
    """An account's cases, orders or issues are marked as due up to the number ``marked_to``; the rest is to follow.

    ``at`` is the moment of the change that wants it, which becomes their ``reassess_at``.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=5)
    at = models.DateTimeField()
    marked_to = models.BigIntegerField(default=0)

    class Meta:
        db_table = "to_judge_again"
        constraints = [models.UniqueConstraint("account", "subject", name="to_judge_again_once")]
