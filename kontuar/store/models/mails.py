"""Mail as it came: the letter itself lies in the data folder, what it says in a message."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.outbox import Outgoing
from kontuar.store.models.talk import Case, Message


class Letter(models.Model):
    """A mail kept whole (``path`` below the folder of attachments, ``digest`` the SHA-256 of its bytes).

    ``message`` is what it says in a case. A marketplace's notice about what its interface brought already has
    none: ``case`` then names the case it belongs to, if one is known. ``kind`` is ``facts.mails.MailKind``,
    ``to``/``cc`` are lists of ``{"name", "address"}``, ``references`` the chain before it, oldest first.
    ``images_allowed_at``: when a person asked to see the pictures it would fetch from elsewhere.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="letters")
    external_id = models.CharField(max_length=100)
    message = models.OneToOneField(Message, models.CASCADE, null=True, related_name="letter")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="notices")
    path = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    signs = models.JSONField(default=list)
    troubles = models.JSONField(default=list)
    looks_like = models.CharField(max_length=20, blank=True)
    mail_id = models.CharField(max_length=998, blank=True, help_text="Its Message-ID, whole.")
    references = models.JSONField(default=list)
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    has_html = models.BooleanField(default=False)
    is_sent = models.BooleanField(default=False, help_text="Read in the sent folder, or sent by us.")
    notice = models.JSONField(null=True)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    images_allowed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "letter"
        constraints = [models.UniqueConstraint("account", "external_id", name="letter_once")]
        indexes = [
            models.Index(fields=["account", "kind", "-sent_at"], name="letter_kind"),
            models.Index(fields=["case"], name="letter_case"),
        ]


class Undelivered(models.Model):
    """What a mail server told about a mail of ours: not delivered (``is_final``), or not yet."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="undelivered")
    outgoing = models.ForeignKey(Outgoing, models.CASCADE, null=True, related_name="undelivered")
    message_external_id = models.CharField(max_length=100)
    recipient = models.CharField(max_length=254)
    status = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=20)
    is_final = models.BooleanField()
    diagnostic = models.CharField(max_length=500, blank=True)
    told_by = models.CharField(max_length=100)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "undelivered"
        constraints = [
            models.UniqueConstraint("account", "told_by", "recipient", name="undelivered_once"),
        ]
        indexes = [models.Index(fields=["account", "message_external_id"], name="undelivered_of")]
