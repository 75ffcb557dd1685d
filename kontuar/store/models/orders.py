"""Orders, parcels, offers. ``fact`` holds the whole fact; the other columns are copies to query by."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.talk import Buyer


class Order(models.Model):
    """What one buyer bought together."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="orders")
    external_id = models.CharField(max_length=100)
    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="orders")
    state = models.CharField(max_length=12)
    fulfilment = models.CharField(max_length=20)
    lines_sent = models.CharField(max_length=10, blank=True)
    bought_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    dispatch_by = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True, help_text="The platform's own time of the last change.")
    first_seen_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(
        null=True, help_text="The platform's time of the change that cancelled it; none for what was history."
    )
    fact = models.JSONField()
    terms = models.JSONField(null=True, help_text="Dates, delivery and prices in force at the purchase.")
    standing = models.CharField(max_length=5, default="calm")
    reassess_at = models.DateTimeField(null=True)
    parcels_at = models.DateTimeField(null=True, help_text="When its parcels were last read.")

    class Meta:
        db_table = "order_"
        constraints = [models.UniqueConstraint("account", "external_id", name="order_once")]
        indexes = [
            models.Index(fields=["account", "buyer", "-bought_at"], name="order_buyer"),
            models.Index(fields=["account", "dispatch_by"], name="order_dispatch"),
            models.Index(fields=["reassess_at"], name="order_reassess"),
            models.Index(fields=["account", "-changed_at"], name="order_changed"),
        ]


class Shipment(models.Model):
    """A parcel of an order. ``state`` is one of ``facts.orders.ParcelState``."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="shipments")
    order = models.ForeignKey(Order, models.CASCADE, related_name="shipments")
    external_id = models.CharField(max_length=100, blank=True)
    carrier = models.CharField(max_length=60)
    carrier_name = models.CharField(max_length=60, blank=True)
    waybill = models.CharField(max_length=64)
    added_at = models.DateTimeField(null=True)
    line_ids = models.JSONField(default=list)
    state = models.CharField(max_length=20, default="unknown")
    scans = models.JSONField(default=list)
    last_scan_at = models.DateTimeField(null=True)
    tracked_at = models.DateTimeField(null=True, help_text="When the carrier last answered for it.")
    asked_at = models.DateTimeField(null=True, help_text="When it was last asked for, answer or not.")

    class Meta:
        db_table = "shipment"
        constraints = [
            models.UniqueConstraint("order", "carrier", "waybill", name="shipment_once"),
        ]
        indexes = [models.Index(fields=["account", "carrier", "waybill"], name="shipment_waybill")]


class Offer(models.Model):
    """A thing on sale."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="offers")
    external_id = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    status = models.CharField(max_length=20, blank=True)
    stock = models.IntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=30, blank=True)
    fact = models.JSONField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "offer"
        constraints = [models.UniqueConstraint("account", "external_id", name="offer_once")]
