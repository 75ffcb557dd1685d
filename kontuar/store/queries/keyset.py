"""The cursor of a list that follows by keyset: the moment and the id of the last row shown."""

from datetime import datetime

MOST = 200
"""Rows shown at once, however far somebody followed a list."""


def write(at: datetime, pk: int) -> str:
    """The cursor after a row."""
    return f"{at.isoformat()}~{pk}"


def read(cursor: str) -> tuple[datetime, int] | None:
    """None for a cursor that is none: an old or broken link shows the first page."""
    at, _, pk = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.tzinfo else None
    except ValueError:
        return None


def rows(asked: int, page: int) -> int:
    """How many rows to show: a page, or as many as the person had followed the list to."""
    return min(max(asked, page), MOST)
