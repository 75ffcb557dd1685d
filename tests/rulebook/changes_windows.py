"""For each value of the rules of windows and ratings another one, and the example it changes."""

from dataclasses import replace
from datetime import date, timedelta

from kontuar.facts.messages import MessageKind
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.facts.ratings import Rating as RatingFact
from tests.order_world import parcel as parcel_of
from tests.order_world import sold
from tests.rulebook.examples import MONDAY, NOW, Change, measured, message, of_order, rated, runs

ASKED_LONG_AGO = [message(NOW - timedelta(days=days), kind=MessageKind.QUESTION) for days in (29, 30, 31)]

BAD = RatingFact(external_id="r", order_id="o", buyer_login="b", is_recommended=False, created_at=MONDAY)
EDITED = replace(BAD, edited_at=NOW)
BOUGHT = sold(bought_at=MONDAY)
TO_PAY = replace(BOUGHT, state=OrderState.FILLED_IN, paid=None, payment_kind="ONLINE")
BY_TRANSFER = replace(TO_PAY, payment_kind="WIRE_TRANSFER")
OF_WINDOWS: dict[tuple[str, str, str], Change] = {
    ("A1.4", "2019-09-04", "days"): Change(value=14, example=measured(ASKED_LONG_AGO)),
    ("own.rating", "2019-09-04", "asked"): Change(value=False, example=of_order(BOUGHT, ratings=(BAD,))),
    ("own.rating", "2019-09-04", "opening_minutes"): Change(
        value=480, example=of_order(BOUGHT, ratings=(BAD,))
    ),
    ("own.rating", "2019-09-04", "warn_opening_minutes"): Change(
        value=60, example=of_order(BOUGHT, ratings=(BAD,))
    ),
    ("A5.5", "2022-04-04", "days"): Change(value=60, example=runs(BOUGHT)),
    ("A5.7", "2022-04-04", "days"): Change(value=60, example=rated(BAD)),
    ("A5.7", "2022-04-04", "once"): Change(value=False, example=rated(EDITED)),
    ("A5.8", "2022-04-04", "days"): Change(value=14, example=rated(BAD), on=date(2023, 1, 5)),
    ("A5.8", "2022-04-04", "counted_from"): Change(value="purchase", example=rated(BAD), on=date(2023, 1, 5)),
    ("A5.8", "2024-04-15", "days"): Change(value=60, example=rated(BAD)),
    ("A5.8", "2024-04-15", "counted_from"): Change(value="rating", example=rated(BAD)),
    ("C5", "2022-04-04", "days"): Change(value=5, example=runs(TO_PAY)),
    ("C5", "2022-04-04", "transfer_days"): Change(value=10, example=runs(BY_TRANSFER)),
    ("C5", "2022-04-04", "transfers"): Change(value=("OTHER",), example=runs(BY_TRANSFER)),
    ("C7", "2020-05-05", "days"): Change(value=2, example=runs(BOUGHT)),
    ("C7", "2020-05-05", "ended_by"): Change(
        value=("sent",), example=runs(replace(BOUGHT, fulfilment=Fulfilment.PROCESSING))
    ),
    ("C7", "2020-05-05", "ended_by_number"): Change(
        value=False, example=runs(BOUGHT, parcels=(parcel_of(MONDAY)[0],))
    ),
    ("api.cancel_abroad", "2026-06-17", "minutes"): Change(
        value=10, example=runs(replace(BOUGHT, marketplace="allegro-cz"))
    ),
    ("api.cancel_abroad", "2026-06-17", "marketplaces"): Change(
        value=("allegro-hu",), example=runs(replace(BOUGHT, marketplace="allegro-cz"))
    ),
    ("D1", "2020-03-01", "days"): Change(value=90, example=runs(BOUGHT), on=date(2022, 6, 1)),
    ("D1", "2020-03-01", "years"): Change(value=1, example=runs(BOUGHT), on=date(2022, 6, 1)),
    ("D1", "2022-09-05", "days"): Change(value=10, example=runs(BOUGHT)),
    ("D1", "2022-09-05", "years"): Change(value=3, example=runs(BOUGHT)),
}
