"""What a person, or our own written word, says of a case, an order or an issue: it opens a clock, or settles one."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.issues import Issue
from kontuar.store.models.orders import Order
from kontuar.store.models.people import User
from kontuar.store.models.talk import Case


class Mark(models.Model):
    """A row per word; it holds until ``ended_at``, when it was taken back or what it promised was done.

    ``settled`` says that the duty of the kind ``of`` that ran since ``since_at`` is done.
    """

    class Kind(models.TextChoices):
        SETTLED = "settled"
        COMPLAINT = "complaint"
        WITHDRAWAL = "withdrawal"
        PROMISED = "promised"
        SUPPLIER = "supplier"

    account = models.ForeignKey(Account, models.CASCADE, related_name="marks")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="marks")
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="marks")
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, related_name="marks")
    kind = models.CharField(max_length=12, choices=Kind)
    of = models.CharField(max_length=20, blank=True)
    since_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    message_external_id = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "mark"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, order__isnull=True, issue__isnull=True)
                | models.Q(case__isnull=True, order__isnull=False, issue__isnull=True)
                | models.Q(case__isnull=True, order__isnull=True, issue__isnull=False),
                name="mark_has_one_subject",
            ),
        ]
