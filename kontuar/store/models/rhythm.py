"""A person's day: check-in times, absences, and which deadlines he was written to about."""

from django.db import models

from kontuar.store.models.people import User


def working_days() -> list[int]:
    """Monday to Friday."""
    return [0, 1, 2, 3, 4]


class Rhythm(models.Model):
    """What a person set for his own day. Without a row: no check-ins, no letters, the usual alarm."""

    user = models.OneToOneField(User, models.CASCADE, related_name="rhythm")
    check_ins = models.JSONField(default=list, help_text="local wall times as HH:MM")
    check_in_days = models.JSONField(default=working_days, help_text="weekdays, Monday 0")
    wants_letters = models.BooleanField(default=False)
    letter_hours = models.PositiveSmallIntegerField(default=4)
    quiet_from = models.CharField(max_length=5, blank=True)
    quiet_until = models.CharField(max_length=5, blank=True)
    silence_hours = models.PositiveSmallIntegerField(default=8, help_text="working hours; 0 is never")

    class Meta:
        db_table = "rhythm"


class Absence(models.Model):
    """A person is away from ``first_day`` to ``last_day``, both included, in the desk's zone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(db_index=True)
    notice = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "absence"


class DeadlineLetter(models.Model):
    """A letter about deadlines to one person. Written before it leaves, so that it never leaves twice."""

    class State(models.TextChoices):
        SENDING = "sending"
        SENT = "sent"
        UNSURE = "unsure"
        REFUSED = "refused"

    user = models.ForeignKey(User, models.CASCADE, related_name="deadline_letters")
    state = models.CharField(max_length=8, choices=State)
    duties = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "deadline_letter"
        indexes = [models.Index(fields=["user", "at"], name="deadline_letter_user")]


class DeadlineTold(models.Model):
    """One person was told of one deadline of one duty. ``subject`` is "case:7:answer" and the like."""

    letter = models.ForeignKey(DeadlineLetter, models.CASCADE, related_name="told")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60)
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "deadline_told"
        constraints = [models.UniqueConstraint("user", "subject", "due_at", name="deadline_told_once")]
