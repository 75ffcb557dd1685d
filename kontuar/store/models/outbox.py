"""The outbox: everything on its way out, and drafts."""

import uuid

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.people import User
from kontuar.store.models.talk import Case, Message


class Outgoing(models.Model):
    """A message of ours.

    draft → held → queued → sending → sent → delivered, or blocked, refused, unsure, cancelled.
    ``held`` waits for ``not_before`` by a person's wish (``hold_reason`` undo or later) or, for any other
    reason, until a person decides; it may be taken back. ``sending``
    carries a lease: one that ran out means the process died and the outcome is unsure, never queued.
    ``key`` is minted with the form, so that a doubled click makes one row.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        HELD = "held"
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        DELIVERED = "delivered"
        BLOCKED = "blocked"
        REFUSED = "refused"
        UNSURE = "unsure"
        CANCELLED = "cancelled"

    class Kind(models.TextChoices):
        ANSWER = "answer"
        START = "start"

    class Then(models.TextChoices):
        CLOSE = "close"
        WAIT = "wait"
        KEEP = "keep"

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="outbox")
    case = models.ForeignKey(Case, models.CASCADE, related_name="outbox")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.ANSWER)
    thread_external_id = models.CharField(max_length=100, blank=True)
    order_external_id = models.CharField(max_length=100, blank=True)
    buyer_login = models.CharField(max_length=254)
    cc = models.JSONField(default=list, help_text="Addresses that get a copy of a mail.")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State)
    then = models.CharField(max_length=5, choices=Then, default=Then.CLOSE)
    wait_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(help_text="When the next try may be made.")
    planned_at = models.DateTimeField(null=True, help_text="When a person meant it to leave.")
    is_insisted = models.BooleanField(default=False, help_text="A person passed our own limits with it.")
    hold_reason = models.CharField(max_length=20, blank=True)
    composed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    composed_at = models.DateTimeField()
    last_buyer_at = models.DateTimeField(null=True, help_text="The buyer's last word the writer had seen.")
    case_state = models.CharField(max_length=8, default="open", help_text="When the text was written.")
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=40, blank=True)
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="Delivered, blocked, refused or cancelled.")
    looked_at = models.DateTimeField(null=True, help_text="When an unsure one was last looked for.")
    external_id = models.CharField(max_length=100, blank=True)
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="outgoing")
    reason = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=300, blank=True)
    trace_id = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "outgoing"
        indexes = [
            models.Index(fields=["state", "not_before"], name="outgoing_due"),
            models.Index(fields=["case", "composed_at"], name="outgoing_case"),
            models.Index(fields=["account", "sent_at"], name="outgoing_sent"),
        ]


class OutgoingFile(models.Model):
    """A file that goes with a message of ours; ``external_id`` is set once the platform took it."""

    outgoing = models.ForeignKey(Outgoing, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    external_id = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "outgoing_file"


class Draft(models.Model):
    """What a person has begun to write in a case: kept through reloads and failed sends.

    ``library`` are the numbers of the files of the library he chose for it, in his order.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    text = models.TextField()
    library = models.JSONField(default=list)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "draft"
        constraints = [models.UniqueConstraint("case", "user", name="draft_once")]
