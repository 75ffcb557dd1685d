"""What is known of an offer besides what the marketplace tells: facts, files, and what its price may be."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.people import User
from kontuar.store.models.talk import Case


class OfferFact(models.Model):
    """A fact found once and kept. ``key`` is the name as names are compared; ``source`` says how it is known."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    offer_external_id = models.CharField(max_length=100)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "offer_fact"
        constraints = [models.UniqueConstraint("account", "offer_external_id", "key", name="offer_fact_once")]


class LibraryFile(models.Model):
    """A file that may go with answers about an offer (a sample, a manual); without an offer, about any."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    offer_external_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "library_file"
        indexes = [models.Index(fields=["account", "offer_external_id"], name="library_file_offer")]


class OfferPrice(models.Model):
    """What an offer costs us and how far its price may go. Amounts are in the account's currency."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    offer_external_id = models.CharField(max_length=100)
    floor = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    fee_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "offer_price"
        constraints = [models.UniqueConstraint("account", "offer_external_id", name="offer_price_once")]


class OfferChoice(models.Model):
    """What a buyer of an offer has to name (``facts.choices.ChoiceKind``), and the words for it, if there are any."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    offer_external_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    options = models.JSONField(default=list)
    since_at = models.DateTimeField(help_text="Purchases since then are asked about.")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "offer_choice"
        constraints = [models.UniqueConstraint("account", "offer_external_id", name="offer_choice_once")]


class Goodwill(models.Model):
    """A row per word on goodwill in a case: what may be given in all (``is_budget``, the last holds), or was given."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="goodwill")
    is_budget = models.BooleanField(default=False)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "goodwill"
