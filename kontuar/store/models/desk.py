"""The desk itself: its settings, its identity, and the journal of who did what."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.people import User


class Desk(models.Model):
    """One row. ``home`` and ``generation`` tell this database from a copy or an older state of it."""

    class SecondFactor(models.TextChoices):
        """Who has to have one: nobody, owners (of the desk or an account), everybody who may answer."""

        NOBODY = "nobody"
        OWNERS = "owners"
        ANSWERING = "answering"

    home = models.CharField(max_length=120, blank=True)
    generation = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=120, blank=True)
    office_hours = models.JSONField(default=dict, help_text="weekday 0–6 → [from, to] as HH:MM")
    days_off = models.JSONField(default=list, help_text="ISO dates the shop is closed, besides holidays")
    zone = models.CharField(max_length=40, default="Europe/Warsaw")
    country = models.CharField(max_length=2, default="PL")
    undo_seconds = models.PositiveIntegerField(default=15)
    courier_at = models.CharField(max_length=5, default="15:00")
    ship_groups = models.JSONField(
        default=list, help_text="goods that leave on other days: actions/shipping.py"
    )
    house_style = models.JSONField(
        default=dict, help_text="what the desk's texts keep to: kontuar/text/house.py"
    )
    is_demo = models.BooleanField(default=False)
    retention = models.JSONField(default=dict, help_text="kind → months it is kept; a kind left out stays.")
    second_factor = models.CharField(
        max_length=10, choices=SecondFactor, default=SecondFactor.NOBODY, help_text="Who has to have one."
    )

    shows_presence = models.BooleanField(
        default=False, help_text="Colleagues see who looks at a conversation."
    )

    model_is_on = models.BooleanField(default=False, help_text="Texts may be proposed by a language model.")
    model_address = models.CharField(max_length=300, blank=True, help_text="Ends before /chat/completions.")
    model_name = models.CharField(max_length=120, blank=True)
    model_key_sealed = models.TextField(blank=True)

    class Meta:
        db_table = "desk"


class JournalEntry(models.Model):
    """Who did what, when. Put in words only when shown; never holds a message's text or a secret."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, null=True)
    case = models.ForeignKey("kontuar.Case", models.CASCADE, null=True, related_name="journal")
    order = models.ForeignKey("kontuar.Order", models.CASCADE, null=True, related_name="journal")
    issue = models.ForeignKey("kontuar.Issue", models.CASCADE, null=True, related_name="journal")
    verb = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "journal"
        indexes = [
            models.Index(fields=["case", "at"], name="journal_case"),
            models.Index(
                fields=["at"],
                condition=models.Q(case=None, order=None, issue=None),
                name="journal_desk",
            ),
        ]
