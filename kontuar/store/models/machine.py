"""Texts proposed by a language model."""

from django.db import models

from kontuar.store.models.people import User
from kontuar.store.models.talk import Case


class MachineText(models.Model):
    """A proposal for an answer. Until a person accepts it (``accepted_at``) its sentences cannot be sent."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="machine_texts")
    text = models.TextField()
    model_name = models.CharField(max_length=120)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "machine_text"
        indexes = [models.Index(fields=["case", "-made_at"], name="machine_text_case")]
