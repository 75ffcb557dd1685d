"""People who work at the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person at the desk. ``is_owner`` may connect accounts, lift watch-only and invite colleagues."""

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    display_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, default="pl")
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    has_keys = models.BooleanField(default=True, help_text="Single-key shortcuts are on.")
    is_owner = models.BooleanField(default=False)
    signature = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.display_name or self.username


class Invitation(models.Model):
    """A one-time link for a colleague. Only the hash of its secret is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    display_name = models.CharField(max_length=80, blank=True)
    grants = models.JSONField(default=dict, help_text="account id → role")
    created_by = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "invitation"


class Visit(models.Model):
    """A browser somebody is signed in at.

    ``seen_at`` is right to a few minutes. ``device`` are a browser's and a system's names, ``network`` the
    front of an address: enough to know one's own places, too little to follow a person.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="visits")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "visit"
