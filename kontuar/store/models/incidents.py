"""Incidents: one cause that hits many buyers, and what became of the answer to each of them."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.orders import Order
from kontuar.store.models.outbox import Outgoing
from kontuar.store.models.people import User
from kontuar.store.models.talk import Buyer, Case


class Incident(models.Model):
    """One cause: a carrier stopped, a bad batch. ``texts`` is language → text, as of a template.

    An ended one takes in nobody and sends nothing any more; it can still be read.
    """

    class Cause(models.TextChoices):
        CARRIER = "carrier"
        DELAY = "delay"
        BATCH = "batch"
        PRICE = "price"
        STOCK = "stock"
        OTHER = "other"

    name = models.CharField(max_length=80)
    cause = models.CharField(max_length=8, choices=Cause, default=Cause.OTHER)
    texts = models.JSONField(default=dict, help_text="language → text, variants as in a template")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "incident"

    def __str__(self) -> str:
        return self.name


class IncidentHit(models.Model):
    """A buyer an incident hits: one row, however many of his orders are hit, so that he gets one answer.

    ``order_ids`` are the keys of all of them, ``order`` is the one the answer speaks of. ``text`` is what a
    reviewer has changed so far; it is emptied once the answer is in the outbox or was decided against. A
    taken-back answer (``outgoing`` cancelled) waits again.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        SKIPPED = "skipped"
        TAKEN = "taken"
        """Its text was put into his own conversation, to be sent from there."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="hits")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="incident_hits")
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="+")
    order_ids = models.JSONField(default=list)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    text = models.TextField(blank=True)
    outgoing = models.OneToOneField(Outgoing, models.SET_NULL, null=True, related_name="incident_hit")
    added_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "incident_hit"
        constraints = [models.UniqueConstraint("incident", "buyer", name="incident_hit_once")]
        indexes = [models.Index(fields=["incident", "state"], name="incident_hit_state")]


class IncidentFile(models.Model):
    """A file that goes with every answer of an incident, unless a reviewer leaves it out; kept once."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "incident_file"
