"""A form's key: the same form sent twice makes one row; another form or other words never pass for it."""

from kontuar.actions.errors import ChangedMeanwhile
from kontuar.store.models import OutgoingDeed

Kind = OutgoingDeed.Kind
SAID = {
    Kind.TRACKING: ("carrier", "waybill", "carrier_name", "line_ids"),
    Kind.FULFILMENT: ("status",),
    Kind.INVOICE: ("file_name", "number"),
    Kind.RATING_ANSWER: ("text",),
}
"""What a person said in each form; the rest of ``what`` is added here."""


def same(row: OutgoingDeed) -> OutgoingDeed | None:
    """The row that ``row``'s form has made already. Raises ChangedMeanwhile when its key made something else."""
    found = OutgoingDeed.objects.filter(key=row.key).first()
    if found is not None and _said(found) != _said(row):
        raise ChangedMeanwhile
    return found


def _said(row: OutgoingDeed) -> list[object]:
    what = [row.what.get(name) or None for name in SAID[Kind(row.kind)]]
    words = [list(value) if isinstance(value, tuple) else value for value in what]
    return [row.asked_by_id, row.kind, row.order_id, row.rating_id, row.sha256, *words]
