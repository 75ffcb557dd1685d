"""The automatic answer out of hours: whether an account has it, and which ones went out."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.outbox import Outgoing
from kontuar.store.models.people import User
from kontuar.store.models.talk import Buyer, Message


class AwayAnswer(models.Model):
    """An account's switch. ``allowed_by`` is the owner who permitted it; ``stopped_at`` is when the fuse went."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="away_answer")
    is_on = models.BooleanField(default=False)
    has_own = models.BooleanField(default=False, help_text="The marketplace's own automatic answer is on.")
    allowed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    allowed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "away_answer"


class AwaySent(models.Model):
    """An automatic answer: wanted when the buyer wrote, made by the sweep. One for a buyer and local day."""

    class State(models.TextChoices):
        WANTED = "wanted"
        MADE = "made"
        LEFT = "left"

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    outgoing = models.OneToOneField(Outgoing, models.SET_NULL, null=True, related_name="away")
    day = models.DateField()
    at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.WANTED)
    why = models.CharField(max_length=20, blank=True, help_text="Why none was made.")

    class Meta:
        db_table = "away_sent"
        constraints = [models.UniqueConstraint("account", "buyer", "day", name="away_once_a_day")]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(state="wanted"), name="away_wanted"),
            models.Index(fields=["account", "at"], name="away_log"),
        ]
