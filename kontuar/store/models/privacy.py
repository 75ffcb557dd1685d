"""What must not come back once it was taken out."""

from django.db import models

from kontuar.store.models.accounts import Account


class Forgotten(models.Model):
    """A trace of something that was taken out, from which nobody can tell what it was.

    ``stamp`` is a keyed hash (``store.secrets.stamps``) of the kind of thing and its name at the platform, so that
    what a later reading brings can be compared with it; without the file KEYS it says nothing. ``at`` is when it was
    taken out, and for a floor (``actions.forgotten``) the moment before which nothing new is taken in.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="forgotten")
    stamp = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "forgotten"
        constraints = [models.UniqueConstraint("account", "stamp", name="forgotten_once")]
