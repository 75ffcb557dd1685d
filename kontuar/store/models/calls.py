"""Calls on the phone, noted on a case."""

from django.db import models

from kontuar.store.models.marks import Mark
from kontuar.store.models.talk import Note


class PhoneCall(models.Model):
    """What makes a note the note of a call; what was said is the note's text.

    ``number`` is empty unless somebody has to call back; it goes when what was promised is done. ``mark`` is the
    word that opened the clock, where something was promised by a date.
    """

    note = models.OneToOneField(Note, models.CASCADE, related_name="call")
    is_ours = models.BooleanField(default=False, help_text="We called the buyer.")
    caller = models.CharField(max_length=120, blank=True, help_text="Whom we spoke with.")
    number = models.CharField(max_length=40, blank=True)
    promise = models.CharField(max_length=300, blank=True)
    promised_by = models.DateTimeField(null=True)
    mark = models.OneToOneField(Mark, models.SET_NULL, null=True, related_name="call")

    class Meta:
        db_table = "phone_call"
