"""Commands for many offers: publication, quantity, modification (handling time), and prices with stock in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.offer_changes import (
    HANDLING,
    bulk_price,
    change_stock,
    handling_deed,
)
from kontuar.practice_market.allegro.protocol import BETA, PUBLIC, Answer, Call, Operation
from kontuar.practice_market.clock import read_instant, stamp
from kontuar.practice_market.commands import Command, Deed, Task, UsedAlready
from kontuar.practice_market.market import Market
from kontuar.practice_market.world import Offer

MOST_OFFERS = 1_000
"""Offers in one criterion (spec)."""
MOST_IN_BULK = 25
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_OTHER_MODIFICATIONS = {
    "additionalServicesGroup",
    "discounts",
    "location",
    "payments",
    "sizeTable",
    "publication",
    "responsiblePerson",
    "responsibleProducer",
    "safetyInformation",
}


def _report(command: Command) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": command.id,
        "createdAt": stamp(command.created_at),
        "completedAt": stamp(command.completed_at) if command.completed_at else None,
        "taskCount": {
            "failed": command.count("FAIL"),
            "success": command.count("SUCCESS"),
            "total": len(command.tasks) if command.told else 0,
        },
    }
    return shape


def _register(call: Call, family: str, command_id: str, tasks: list[Task]) -> Answer:
    if not _UUID.fullmatch(command_id):
        raise invalid("VALIDATION_ERROR", "the command id is no UUID", "commandId")
    try:
        command = call.market.commands.register(
            command_id.lower(), family, call.seller.login, tasks, call.now
        )
    except UsedAlready as error:
        raise Refusal(409, "CommandIdAlreadyUsed", str(error), path="commandId") from None
    return Answer(status=201, body=_report(command))


def _wrong(path: str, message: str) -> Refusal:
    return invalid("ConstraintViolationException", message, path)


def _object(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(path, f"{path} is required")
    return value


def _offer_ids(body: dict[str, Any]) -> list[str]:
    criteria = body.get("offerCriteria")
    if not isinstance(criteria, list) or not criteria:
        raise _wrong("offerCriteria", "offerCriteria is required")
    found: list[Any] = []
    for criterium in criteria:
        offers = _object(criterium, "offerCriteria").get("offers")
        if criterium.get("type") != "CONTAINS_OFFERS" or not isinstance(offers, list) or not offers:
            raise _wrong("offerCriteria.type", "a criterium CONTAINS_OFFERS and names them")
        if len(offers) > MOST_OFFERS:
            raise _wrong("offerCriteria.offers", f"at most {MOST_OFFERS} offers")
        found += [_object(offer, "offerCriteria.offers").get("id", "") for offer in offers]
    if any(not isinstance(offer_id, str) or not offer_id for offer_id in found):
        raise _wrong("offerCriteria.offers.id", "every offer has an id")
    return list(dict.fromkeys(found))


def _tasks(body: dict[str, Any], field: str, deed: Deed) -> list[Task]:
    return [Task(offer_id=offer_id, field=field, deed=deed) for offer_id in _offer_ids(body)]


# -- publication


def publish(call: Call, command_id: str) -> Answer:
    """PUT /sale/offer-publication-commands/{commandId}: ACTIVATE (now or `scheduledFor`) or END."""
    body = call.json()
    publication = _object(body.get("publication"), "publication")
    action, scheduled = publication.get("action"), publication.get("scheduledFor")
    market = call.market
    if action == "END":
        deed: Deed = partial(_end, market)
    elif action == "ACTIVATE":
        deed = partial(_activate, market, _instant(scheduled))
    else:
        raise _wrong("publication.action", "action is ACTIVATE or END")
    return _register(call, "publication", command_id, _tasks(body, "publication", deed))


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        return read_instant(value)
    except (TypeError, ValueError):
        raise _wrong("publication.scheduledFor", "scheduledFor is not a date-time") from None


def _end(market: Market, offer: Offer, at: datetime) -> None:
    market.offering.end(offer, "USER", at)


def _activate(market: Market, when: datetime | None, offer: Offer, at: datetime) -> None:
    market.offering.activate(offer, at, when=when)


# -- quantity and handling time


def change_quantity(call: Call, command_id: str) -> Answer:
    """PUT /sale/offer-quantity-change-commands/{commandId}."""
    body = call.json()
    deed = change_stock(call.market, _object(body.get("modification"), "modification"), "modification")
    return _register(call, "quantity", command_id, _tasks(body, "stock.available", deed))


def modify(call: Call, command_id: str) -> Answer:
    """PUT /sale/offer-modification-commands/{commandId}: handling time alone is built here."""
    body = call.json()
    modification = _object(body.get("modification"), "modification")
    delivery = modification.get("delivery")
    handling = delivery.get("handlingTime") if isinstance(delivery, dict) else None
    if handling is None or set(modification) & _OTHER_MODIFICATIONS:
        raise _wrong("modification", "the practice market modifies delivery.handlingTime alone")
    if handling not in HANDLING:
        raise _wrong("modification.delivery.handlingTime", "unknown handling time")
    deed = handling_deed(call.market, HANDLING[handling])
    return _register(call, "modification", command_id, _tasks(body, "delivery.handlingTime", deed))


# -- bulk: price and stock


def bulk(call: Call) -> Answer:
    """POST /sale/offer-bulk-modification-commands: 1 to 25 modifications of prices and stock."""
    body = call.json()
    command_id, modifications = body.get("commandId"), body.get("modifications")
    if not isinstance(modifications, list) or not 1 <= len(modifications) <= MOST_IN_BULK:
        raise _wrong("modifications", f"1 to {MOST_IN_BULK} modifications")
    tasks = [
        task for one in modifications for task in _bulk_tasks(call.market, _object(one, "modifications"))
    ]
    subjects = [(task.offer_id, task.field) for task in tasks]
    if len(set(subjects)) < len(subjects):
        raise _wrong("modifications", "several modifications of the same kind for one offer")
    return _register(call, "bulk", command_id if isinstance(command_id, str) else "", tasks)


def _bulk_tasks(market: Market, one: dict[str, Any]) -> list[Task]:
    offer_id, tasks = one.get("offerId"), []
    if not isinstance(offer_id, str) or not 1 <= len(offer_id) <= 20:
        raise _wrong("modifications.offerId", "offerId of 1 to 20 characters is required")
    if one.get("stock") is not None:
        deed = change_stock(market, _object(one["stock"], "modifications.stock"), "modifications.stock")
        tasks.append(Task(offer_id=offer_id, field="stock", deed=deed))
    if one.get("prices"):
        prices = _object(one["prices"], "modifications.prices")
        if set(prices) != {"allegro-pl"}:
            raise _wrong("modifications.prices", "this market sells on allegro-pl alone")
        deed = bulk_price(market, _object(prices["allegro-pl"], "modifications.prices"))
        tasks.append(Task(offer_id=offer_id, field="prices", deed=deed))
    if not tasks:
        raise _wrong("modifications", "neither stock nor prices")
    return tasks


# -- reports


def _command(call: Call, family: str, command_id: str) -> Command:
    found = call.market.commands.get(command_id.lower(), family, call.seller.login)
    if found is None:
        raise not_found("Command")
    return found


def _summary(family: str) -> Callable[..., Answer]:
    def summary(call: Call, command_id: str) -> Answer:
        """The counts of a command."""
        return Answer(body=_report(_command(call, family, command_id)))

    return summary


def _task_list(family: str) -> Callable[..., Answer]:
    def tasks(call: Call, command_id: str) -> Answer:
        """The tasks of a command, none while they are not counted."""
        limit = call.number("limit", 100, 1, 1_000)
        offset = call.number("offset", 0, 0, 999)
        command = _command(call, family, command_id)
        shown = command.tasks[offset : offset + limit] if command.told else []
        return Answer(body={"tasks": [_task(task, bulk=family == "bulk") for task in shown]})

    return tasks


def _task(task: Task, *, bulk: bool) -> dict[str, Any]:
    errors: list[dict[str, Any]] = []
    if task.status == "FAIL":
        errors.append(
            {
                "code": "TaskFailed",
                "message": task.message,
                "details": None,
                "path": task.field,
                "userMessage": task.message,
                "metadata": {},
            }
        )
    subject: dict[str, Any] = (
        {"subject": {"offerId": task.offer_id, "field": task.field}}
        if bulk
        else {"offer": {"id": task.offer_id}, "field": task.field}
    )
    return {**subject, "status": task.status, "message": task.message, "errors": errors}


def _family(name: str, path: str, put: Callable[..., Answer] | None) -> tuple[Operation, ...]:
    one = f"{path}/{{commandId}}"
    scope = "sale:offers:write"
    reports = (
        Operation(method="GET", path=one, handler=_summary(name), scope=scope),
        Operation(method="GET", path=f"{one}/tasks", handler=_task_list(name), scope=scope),
    )
    if put is None:
        return reports
    return (Operation(method="PUT", path=one, handler=put, scope=scope, content=(PUBLIC,)), *reports)


OPERATIONS = (
    *_family("publication", "/sale/offer-publication-commands", publish),
    *_family("quantity", "/sale/offer-quantity-change-commands", change_quantity),
    *_family("modification", "/sale/offer-modification-commands", modify),
    Operation(
        method="POST",
        path="/sale/offer-bulk-modification-commands",
        handler=bulk,
        scope="sale:offers:write",
        accept=(BETA,),
        content=(BETA,),
    ),
    *_family("bulk", "/sale/offer-bulk-modification-commands", None),
)
