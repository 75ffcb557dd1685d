"""Stream ``orders``: what happened to orders, by the journal; each order it names is then read itself.

Events come in no order, repeat and go missing (allegro-api #2700, #2087, #8498), and ids are not in time
order. So the cursor stays ``OVERLAP`` events behind what was read and drops repeats by id; what the
journal lost, ``orders_reconcile`` finds. It never jumps to the newest event after reading (#4773).
"""

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.errors import ConnectorError, Refused
from kontuar.connectors.allegro import parse_orders, reads
from kontuar.connectors.allegro.streams.pull import PASSING, Patience, Pull
from kontuar.facts.orders import Order

OVERLAP = 30
"""Events read again at every pull: late ones may be put in before those we know."""
_GIVE_UP = 10


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``start``: the event to read from (exclusive; ``""`` is the journal's beginning, None is "never
    pulled"). ``known``: ids of the events after it that were handled. ``todo``: orders to read, with the
    number of failed tries."""

    start: str | None = None
    known: list[str] = []
    todo: dict[str, int] = {}


def pull(pull: Pull) -> Batch:
    """One portion. The first pull only notes where the journal ends now: ``orders_history`` has the past."""
    state = pull.state(State)
    if state.start is None:
        state.start = parse_orders.latest_event(pull.api.ask(reads.order_event_stats()))
        return pull.batch((), state, more=False)
    patience = Patience()
    is_full = False
    if not state.todo or all(state.todo.values()):
        is_full = _journal(pull, state)
        patience.succeeded()
    orders = _orders(pull, state, patience)
    is_left = any(not tries for tries in state.todo.values())
    more = (is_full or is_left) and patience.is_worth_going_on
    return pull.batch(orders, state, more=more)


def _journal(pull: Pull, state: State) -> bool:
    """Read on in the journal; True when there may be more of it."""
    events = _events(pull, state)
    known = set(state.known)
    for event in events:
        if event.external_id not in known and event.order_id:
            state.todo.setdefault(event.order_id, 0)
    ids = list(dict.fromkeys(event.external_id for event in events))
    if len(ids) > OVERLAP:
        state.start, ids = ids[-OVERLAP - 1], ids[-OVERLAP:]
    state.known = list(dict.fromkeys([*ids, *state.known]))[: 2 * OVERLAP]
    return len(events) >= reads.EVENTS_PAGE


def _events(pull: Pull, state: State) -> tuple[parse_orders.Event, ...]:
    """What follows ``start``. The journal keeps some weeks only: from its beginning if ``start`` is gone."""
    try:
        return parse_orders.events(pull.api.ask(reads.order_events(state.start or "")))
    except Refused:
        if not state.start:
            raise
    state.start, state.known = "", []
    return parse_orders.events(pull.api.ask(reads.order_events("")))


def _orders(pull: Pull, state: State, patience: Patience) -> list[Order]:
    """The orders named, those that never failed first. What fails in passing stays to be done."""
    found = []
    for order_id in sorted(state.todo, key=lambda name: state.todo[name]):
        if not patience.may_call():
            break
        try:
            found.append(parse_orders.order(pull.api.ask(reads.order(order_id))))
        except ConnectorError as error:
            if isinstance(error, PASSING):
                state.todo[order_id] += 1
            if isinstance(error, Refused) or state.todo[order_id] >= _GIVE_UP:
                del state.todo[order_id]
            patience.failed(error)
            continue
        del state.todo[order_id]
        patience.succeeded()
    if state.todo and not found:
        patience.raise_if_fruitless()
    return found
