"""Issues: what buyers opened against an order. ``fact`` holds the whole fact, the rest are copies."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.orders import Order
from kontuar.store.models.people import User
from kontuar.store.models.talk import Buyer, Thread


class Issue(models.Model):
    """A discussion, problem, claim or return.

    ``raw_status`` is the platform's word, ``status`` ours. Platforms contradict themselves: ``doubts``
    holds the codes of what does not agree (``rules.issue_doubts``), and a person may say what the
    platform's own page shows. That word (``panel_status``) holds until the platform's word, which was
    ``panel_over`` then, changes.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="issues")
    external_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    raw_status = models.CharField(max_length=40, blank=True)
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, related_name="issues")
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="issues")
    order_external_id = models.CharField(max_length=100, blank=True)
    offer_external_id = models.CharField(max_length=100, blank=True)
    buyer = models.ForeignKey(Buyer, models.SET_NULL, null=True, related_name="issues")
    buyer_login = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True)
    decide_by = models.DateTimeField(null=True)
    status_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When we first saw it over.")
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When we last saw something new in it.")
    talk_read_at = models.DateTimeField(null=True, help_text="When its messages were last read.")
    fact = models.JSONField()
    doubts = models.JSONField(default=list)
    panel_status = models.CharField(max_length=12, blank=True)
    panel_over = models.CharField(max_length=40, blank=True)
    panel_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    panel_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=5, default="calm")
    next_step = models.CharField(max_length=40, blank=True)
    reassess_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "issue"
        constraints = [models.UniqueConstraint("account", "external_id", name="issue_once")]
        indexes = [
            models.Index(fields=["account", "kind", "status", "-opened_at"], name="issue_list"),
            models.Index(fields=["account", "order_external_id"], name="issue_order"),
            models.Index(fields=["reassess_at"], name="issue_reassess"),
        ]
