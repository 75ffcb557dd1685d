"""Talk: buyers, threads, the cases we cut out of them, messages and notes."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.people import User


class Buyer(models.Model):
    """A person or company who buys from one account."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="buyers")
    login = models.CharField(max_length=254)
    external_id = models.CharField(max_length=100, blank=True)
    masked = models.CharField(
        max_length=100,
        blank=True,
        db_index=True,
        help_text="The buyer's half of a marketplace's masked address.",
    )
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    person = models.BigIntegerField(
        null=True, help_text="The same number in two rows: one person, said by somebody of the desk."
    )
    first_seen_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, help_text="When forgetting this person was begun.")

    class Meta:
        db_table = "buyer"
        constraints = [models.UniqueConstraint("account", "login", name="buyer_once")]
        indexes = [
            models.Index(
                fields=["forgotten_at"],
                condition=models.Q(forgotten_at__isnull=False),
                name="buyer_forgotten",
            ),
            models.Index(fields=["person"], condition=models.Q(person__isnull=False), name="buyer_person"),
        ]


class Thread(models.Model):
    """A platform's chain of messages."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="threads")
    external_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    problem_type = models.CharField(max_length=80, blank=True)
    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="threads")
    order_ids = models.JSONField(default=list)
    link = models.CharField(
        max_length=1000, blank=True, help_text="Where a talk stands that a person noted here by hand."
    )
    is_open = models.BooleanField(default=True)
    is_read = models.BooleanField(null=True)
    created_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "thread"
        constraints = [models.UniqueConstraint("account", "external_id", name="thread_once")]


class Case(models.Model):
    """One buyer, one matter.

    ``reassess_at`` is the next moment its verdict can change. ``last_*`` are copies for the list;
    ``last_buyer_at`` is when the buyer's newest word reached us: platforms date words back, and what a
    person has or has not seen follows from arrival alone.
    """

    class State(models.TextChoices):
        OPEN = "open"
        WAITING = "waiting"
        CLOSED = "closed"

    class List(models.TextChoices):
        NONE = ""
        BACKLOG = "backlog"
        CLOSERS = "closers"

    account = models.ForeignKey(Account, models.CASCADE, related_name="cases")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="cases", null=True)
    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="cases")
    order = models.ForeignKey("kontuar.Order", models.SET_NULL, null=True, related_name="cases")
    offer = models.ForeignKey("kontuar.Offer", models.SET_NULL, null=True, related_name="cases")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    review_list = models.CharField(max_length=8, choices=List, default=List.NONE, blank=True)
    waiting_until = models.DateTimeField(null=True)
    waiting_for = models.CharField(max_length=120, blank=True)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="cases")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(null=True)
    last_buyer_at = models.DateTimeField(null=True)
    last_seller_at = models.DateTimeField(null=True)
    last_text = models.CharField(max_length=200, blank=True)
    last_role = models.CharField(max_length=12, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, blank=True)
    search_text = models.TextField(blank=True, help_text="Folded words of buyer, subject and messages.")
    standing = models.CharField(max_length=5, default="calm")
    next_step = models.CharField(max_length=40, blank=True)
    reassess_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_"
        indexes = [
            models.Index(fields=["account", "state", "-last_message_at"], name="case_inbox"),
            models.Index(fields=["reassess_at"], name="case_reassess"),
            models.Index(fields=["thread"], name="case_thread"),
            models.Index(fields=["account", "-last_message_at"], name="case_last"),
            models.Index(
                fields=["account", "review_list", "-last_message_at"],
                condition=~models.Q(review_list=""),
                name="case_review",
            ),
            models.Index(
                fields=["account", "-last_message_at"],
                condition=models.Q(last_buyer_at=None, last_seller_at=None),
                name="case_automatic",
            ),
        ]


class Message(models.Model):
    """One utterance, kept for good even if it vanishes on the platform (``vanished_at``)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="messages")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    external_id = models.CharField(max_length=100)
    role = models.CharField(max_length=12)
    author_login = models.CharField(max_length=254, blank=True)
    text = models.TextField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    first_seen_at = models.DateTimeField()
    offer_external_id = models.CharField(max_length=100, blank=True)
    order_external_id = models.CharField(max_length=100, blank=True)
    has_more_attachments = models.BooleanField(default=False)
    is_closer = models.BooleanField(default=False)
    is_history = models.BooleanField(default=False)
    waived_reason = models.CharField(max_length=40, blank=True)
    waived_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    waived_at = models.DateTimeField(null=True)
    vanished_at = models.DateTimeField(null=True)
    is_moved = models.BooleanField(default=False, help_text="A person put it into its case: never re-cut.")
    language = models.CharField(max_length=8, blank=True)

    class Meta:
        db_table = "message"
        constraints = [models.UniqueConstraint("account", "external_id", name="message_once")]
        indexes = [
            models.Index(fields=["case", "written_at"], name="message_case"),
            models.Index(fields=["thread", "written_at"], name="message_thread"),
            # Most messages name neither: the indexes hold only those that do.
            models.Index(
                "account",
                "order_external_id",
                name="message_order",
                condition=~models.Q(order_external_id=""),
            ),
            models.Index(
                "account",
                "offer_external_id",
                name="message_offer",
                condition=~models.Q(offer_external_id=""),
            ),
        ]


class Attachment(models.Model):
    """A file on a message. ``path`` (below the data folder) is set once it was fetched."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    external_id = models.CharField(max_length=200)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True)
    is_available = models.BooleanField(default=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "attachment"
        constraints = [models.UniqueConstraint("message", "external_id", name="attachment_once")]


class Note(models.Model):
    """A colleague's word on a case; never leaves Kontuar."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "note"


class CaseChange(models.Model):
    """A merge, split or move, with what it needs to be undone: which message stood in which case."""

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"
        MOVE = "move"

    kind = models.CharField(max_length=5, choices=Kind)
    account = models.ForeignKey(Account, models.CASCADE)
    case = models.ForeignKey(Case, models.CASCADE, related_name="changes")
    before = models.JSONField(help_text="message id → case id it stood in; states of touched cases")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_change"
