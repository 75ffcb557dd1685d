"""What buyers say of the shop beyond their own matter: suggestions, and praise."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.orders import Offer
from kontuar.store.models.people import User
from kontuar.store.models.talk import Message


class Suggestion(models.Model):
    """Something buyers wish for, in words of the desk; ``offer`` None: it is about no single offer."""

    class Status(models.TextChoices):
        NEW = "new"
        PLANNED = "planned"
        DONE = "done"
        DECLINED = "declined"

    account = models.ForeignKey(Account, models.CASCADE, related_name="suggestions")
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, related_name="suggestions")
    text = models.CharField(max_length=200)
    status = models.CharField(max_length=8, choices=Status, default=Status.NEW)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "suggestion"
        indexes = [models.Index(fields=["account", "status"], name="suggestion_list")]

    def __str__(self) -> str:
        return self.text


class SuggestionAsk(models.Model):
    """A message in which a buyer asked for it. Of a message that is gone only the count stays."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="asks")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="suggested")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(help_text="When the buyer wrote it.")

    class Meta:
        db_table = "suggestion_ask"
        constraints = [models.UniqueConstraint("suggestion", "message", name="suggestion_ask_once")]


class Praise(models.Model):
    """A buyer's message that praises. ``person`` None: the shop as a whole."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="praise")
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="praise")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=10, help_text="A code of kontuar/actions/praise.py.")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(help_text="When the buyer wrote it.")

    class Meta:
        db_table = "praise"
        indexes = [models.Index(fields=["account", "at"], name="praise_months")]
