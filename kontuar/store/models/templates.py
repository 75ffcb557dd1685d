"""Templates of answers: the desk's own, and what became of each that was used."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.outbox import Outgoing
from kontuar.store.models.people import User
from kontuar.store.models.talk import Case


class ReplyTemplate(models.Model):
    """A template of the desk's own. Without an account it serves all; ``starter`` is the one it stands in for.

    ``texts`` is language → text; "pl@allegro" is the variant for one marketplace, "pl@mail" the one for mail.
    """

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="templates")
    starter = models.CharField(max_length=40, blank=True)
    situation = models.CharField(max_length=20, default="own")
    name = models.CharField(max_length=80)
    texts = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "reply_template"


class TemplateUse(models.Model):
    """A template was put into an answer. ``digest`` is of the text as it was put there, to know it edited or not.

    ``was_edited`` and ``outgoing`` stay empty until the answer was sent.
    """

    template = models.ForeignKey(ReplyTemplate, models.CASCADE, null=True, related_name="uses")
    starter = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    outgoing = models.ForeignKey(Outgoing, models.SET_NULL, null=True, related_name="+")
    was_edited = models.BooleanField(null=True)

    class Meta:
        db_table = "template_use"
        indexes = [
            models.Index(fields=["used_at"], name="template_use_age"),
            models.Index(fields=["case"], condition=models.Q(outgoing=None), name="template_use_open"),
        ]
