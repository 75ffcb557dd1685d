"""Deeds besides messages on their way out: a parcel's number, a status, an invoice, an answer in public."""

import uuid

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.orders import Order
from kontuar.store.models.people import User
from kontuar.store.models.sales import Rating


class OutgoingDeed(models.Model):
    """A deed a person asked for.

    held → queued → sending → sent → done (read back), or refused, unsure, cancelled. The same laws as for
    messages: claimed by compare-and-set under a lease, never repeated when the outcome is unknown,
    called done only when the platform shows it. ``what`` is the deed's own values (JSON of
    ``facts.deeds``) without the file, which lies at ``path`` below the data folder.
    """

    class Kind(models.TextChoices):
        TRACKING = "tracking"
        FULFILMENT = "fulfilment"
        INVOICE = "invoice"
        RATING_ANSWER = "rating_answer"

    class State(models.TextChoices):
        HELD = "held"
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        DONE = "done"
        REFUSED = "refused"
        UNSURE = "unsure"
        CANCELLED = "cancelled"

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=14, choices=Kind)
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="deeds")
    rating = models.ForeignKey(Rating, models.CASCADE, null=True, related_name="deeds")
    what = models.JSONField()
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="When the next try may be made.")
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=40, blank=True)
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="Done, refused or cancelled.")
    looked_at = models.DateTimeField(null=True, help_text="When an unsure one was last looked for.")
    external_id = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=300, blank=True)
    trace_id = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "outgoing_deed"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(order__isnull=False) ^ models.Q(rating__isnull=False),
                name="deed_has_one_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="deed_due"),
            models.Index(fields=["order", "asked_at"], name="deed_order"),
        ]
