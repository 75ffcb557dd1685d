"""What the search looks through: one row for each thing that can be found."""

from django.db import models

from kontuar.store.models.accounts import Account


class SearchRow(models.Model):
    """The words of one thing, folded. Written in the same transaction as the thing (``actions.index``).

    The number of the row is its place in the order of results: kind, second of its true date, object (see
    ``store.search.row_id``); so a walk down the primary key is newest first, and a place in it is a cursor.
    ``words`` begins and ends with a space; parts stand two spaces apart.

    SQLite keeps an index over the words of each kind in the tables ``search_fts_1`` to ``_6``, filled by
    triggers; PostgreSQL in one index for each kind (migration 0004). A later migration that rebuilds this
    table on SQLite must make the triggers again.
    """

    class Kind(models.IntegerChoices):
        MESSAGE = 1
        ORDER = 2
        BUYER = 3
        OFFER = 4
        ISSUE = 5
        RATING = 6

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(
        # Without an index of its own: SQLite would walk that instead of the primary key, and sort.
        Account,
        models.CASCADE,
        related_name="search_rows",
        db_index=False,
    )
    kind = models.PositiveSmallIntegerField(choices=Kind)
    object_id = models.BigIntegerField()
    words = models.TextField()

    class Meta:
        db_table = "search_row"
        constraints = [models.UniqueConstraint("kind", "object_id", name="search_row_once")]


class SearchGap(models.Model):
    """Things of a kind numbered below ``below`` that may still miss in the search; worked off downwards.

    There is one for each kind after the search came to a database that held things already, or when
    everything is to be indexed anew; none otherwise.
    """

    kind = models.PositiveSmallIntegerField(primary_key=True, choices=SearchRow.Kind)
    below = models.BigIntegerField()

    class Meta:
        db_table = "search_gap"
