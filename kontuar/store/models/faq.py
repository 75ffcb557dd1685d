"""The desk's own questions and answers: what buyers ask again and again, and what is said to it."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.people import User


class FaqEntry(models.Model):
    """A question with its answer. Without an account it serves all.

    ``questions`` and ``answers`` are language → text; an answer may have the gaps of a template. ``offers`` are the
    marketplace's numbers of the offers it is about, none for any; ``words`` are words of the buyer's, set apart by
    commas, that bring it up.
    """

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    questions = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    offers = models.JSONField(default=list)
    words = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "faq_entry"
