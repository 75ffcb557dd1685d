"""The buyer's public verdict."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A rating with its answer and what may still be done about it.

    ``changed_at`` moves when the buyer edits. ``removal_by`` is the end of the seller's window to ask for
    removal as the platform gives it, None when it gives none. ``is_excluded`` ratings count for nothing;
    ``exclusion`` says why in the platform's words. ``reasons`` are the tags the buyer ticked.
    """

    external_id: str
    order_id: str
    buyer_login: str
    is_recommended: bool
    created_at: datetime
    changed_at: datetime | None = None
    edited_at: datetime | None = None
    comment: str = ""
    language: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    removal_by: datetime | None = None
    removal_asked_at: datetime | None = None
    removal_asked_by: str = ""
    is_excluded: bool = False
    exclusion: str = ""
    reasons: tuple[str, ...] = ()
    offer_ids: tuple[str, ...] = ()
    offer_names: tuple[str, ...] = ()
