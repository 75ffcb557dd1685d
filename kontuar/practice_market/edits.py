"""Edits of one offer that take a while; while one runs, the next is refused (409)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from kontuar.practice_market.offering import CannotChange
from kontuar.practice_market.world import Ids, Offer

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

Change = Callable[[Offer, datetime], None]


@dataclass(slots=True, kw_only=True)
class Edit:
    id: str
    offer_id: str
    started_at: datetime
    done: bool = False
    refused: str | None = None
    """Why it could not be done; what stood before it in the same edit is done."""


class Edits:
    """Every edit that was not done at once, by id."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._ids = Ids(random.Random(f"edits {market.seed}"))
        self.all: dict[str, Edit] = {}
        self._running: dict[str, Edit] = {}

    def get(self, edit_id: str) -> Edit | None:
        """The edit of that id."""
        return self.all.get(edit_id.lower())

    def pending(self, offer_id: str) -> bool:
        """Whether an edit of the offer still runs."""
        return offer_id in self._running

    def begin(self, offer: Offer, changes: list[Change], at: datetime, seconds: float) -> Edit:
        """Do the changes `seconds` later, in order, until one cannot be done."""
        edit = Edit(id=self._ids.uuid(), offer_id=offer.id, started_at=at)
        self.all[edit.id] = self._running[offer.id] = edit
        self._market.schedule.at(at + timedelta(seconds=seconds), partial(self._do, edit, offer, changes))
        return edit

    def _do(self, edit: Edit, offer: Offer, changes: list[Change], at: datetime) -> None:
        del self._running[offer.id]
        try:
            for change in changes:
                change(offer, at)
        except CannotChange as error:
            edit.refused = str(error)
        edit.done = True
