"""Money back, ratings, the marketplace's score, what happened to offers, and raw answers."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.orders import Order


class Refund(models.Model):
    """Money on its way back to a buyer; only ``status`` paid means paid."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="refunds")
    external_id = models.CharField(max_length=100)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="refunds")
    order_external_id = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=12)
    raw_status = models.CharField(max_length=40, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    created_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    fact = models.JSONField()

    class Meta:
        db_table = "refund"
        constraints = [models.UniqueConstraint("account", "external_id", name="refund_once")]
        indexes = [models.Index(fields=["account", "order_external_id"], name="refund_order")]


class FeeRefund(models.Model):
    """A request for our commission."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="fee_refunds")
    external_id = models.CharField(max_length=100)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="fee_refunds")
    line_external_id = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=20)
    raw_status = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    fact = models.JSONField()

    class Meta:
        db_table = "fee_refund"
        constraints = [models.UniqueConstraint("account", "external_id", name="fee_refund_once")]
        indexes = [models.Index(fields=["account", "line_external_id"], name="fee_refund_line")]


class Rating(models.Model):
    """A buyer's public verdict."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="ratings")
    external_id = models.CharField(max_length=100)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="ratings")
    order_external_id = models.CharField(max_length=100, blank=True)
    buyer_login = models.CharField(max_length=100, blank=True)
    is_recommended = models.BooleanField()
    is_excluded = models.BooleanField(default=False)
    rated_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, help_text="The platform's own time of the last change.")
    comment = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    removal_by = models.DateTimeField(null=True)
    removal_asked_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    fact = models.JSONField()

    class Meta:
        db_table = "rating"
        constraints = [models.UniqueConstraint("account", "external_id", name="rating_once")]
        indexes = [
            models.Index(fields=["account", "-rated_at"], name="rating_list"),
            models.Index(fields=["account", "order_external_id"], name="rating_order"),
        ]


class QualityDay(models.Model):
    """The marketplace's score of one day."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="quality")
    day = models.DateField()
    score = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    max_score = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    grade = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()
    fact = models.JSONField()

    class Meta:
        db_table = "quality_day"
        constraints = [models.UniqueConstraint("account", "day", name="quality_day_once")]


class OfferEvent(models.Model):
    """Something that happened to an offer; the platform forgets it after a day, we do not."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="offer_events")
    external_id = models.CharField(max_length=100)
    offer_external_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=60)
    ended_by = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "offer_event"
        constraints = [models.UniqueConstraint("account", "external_id", name="offer_event_once")]
        indexes = [models.Index(fields=["account", "offer_external_id", "-at"], name="offer_event_offer")]


class RawAnswer(models.Model):
    """What a platform answered, word for word, with its trace id; deleted after a limited time.

    ``body`` is deflated JSON. Kept only where it differs from the one before.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="raw_answers")
    about = models.CharField(max_length=20)
    external_id = models.CharField(max_length=100)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    trace_id = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "raw_answer"
        indexes = [
            models.Index(fields=["account", "about", "external_id", "-at"], name="raw_answer_thing"),
            models.Index(fields=["at"], name="raw_answer_age"),
        ]
