"""Many rows in one query: a portion of news costs the same number of queries whatever it holds."""

from collections.abc import Sequence

from django.db.models import Model


def update(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write these columns of existing rows as they stand in memory.

    The rows must have been read in this very transaction, locked where others may write them: a column
    named here is written for every row, changed or not. (``bulk_update`` would do the same by one CASE for
    each column and row, at ten times the cost.)
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields
        )
