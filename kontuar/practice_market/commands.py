"""Commands that change many offers at once: registered now, done a little later, told offer by offer.

`taskCount.total` is 0 right after a command was registered (seen at Allegro, #6439 tells of hours of lag);
then the tasks are there, NEW, and then done. Fault `command_lag` stretches all of it for one command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market.offering import CannotChange
from kontuar.practice_market.world import Offer

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

Deed = Callable[[Offer, datetime], None]
"""Changes one offer; CannotChange says why it cannot."""


@dataclass(slots=True, kw_only=True)
class Task:
    offer_id: str
    field: str
    deed: Deed
    status: str = "NEW"
    message: str = ""


@dataclass(slots=True, kw_only=True)
class Command:
    id: str
    family: str
    """publication, quantity, modification or bulk: an id is looked up in the family it was used in."""
    seller: str
    created_at: datetime
    tasks: list[Task] = field(default_factory=list)
    told: bool = False
    """False while the tasks are not counted yet."""
    completed_at: datetime | None = None

    def count(self, status: str) -> int:
        """How many tasks stand so."""
        return sum(task.status == status for task in self.tasks)


class UsedAlready(ValueError):
    """The id was used: nothing new is done (409, #5455)."""


class Commands:
    """Every command of every seller, by id."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._all: dict[str, Command] = {}

    def get(self, command_id: str, family: str, seller: str) -> Command | None:
        """The seller's command of that family."""
        found = self._all.get(command_id)
        return found if found and found.family == family and found.seller == seller else None

    def register(
        self, command_id: str, family: str, seller: str, tasks: Iterable[Task], at: datetime
    ) -> Command:
        """Take a command; its tasks are counted after half of `command_seconds` and done after all of it."""
        if command_id in self._all:
            raise UsedAlready("Command id was already used")
        command = Command(id=command_id, family=family, seller=seller, created_at=at, tasks=list(tasks))
        self._all[command_id] = command
        fault = self._market.faults.strike("command_lag", seller=seller)
        lag = fault.number("seconds", 3_600) if fault else self._market.settings.command_seconds
        schedule = self._market.schedule
        schedule.at(at + timedelta(seconds=lag / 2), lambda due: self._tell(command))
        schedule.at(at + timedelta(seconds=lag), lambda due: self._run(command, due))
        return command

    def _tell(self, command: Command) -> None:
        command.told = True

    def _run(self, command: Command, at: datetime) -> None:
        for task in command.tasks:
            self._do(command, task, at)
        command.completed_at = at

    def _do(self, command: Command, task: Task, at: datetime) -> None:
        offer = self._market.world.offers.get(task.offer_id)
        if offer is None or offer.seller != command.seller:
            task.status, task.message = "FAIL", "The offer does not exist."
            return
        try:
            task.deed(offer, at)
        except CannotChange as error:
            task.status, task.message = "FAIL", str(error)
        else:
            task.status = "SUCCESS"
