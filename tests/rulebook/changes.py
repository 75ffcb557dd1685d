"""For each value in the data another one, and the example it changes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from kontuar.actions import deed_checks
from kontuar.actions.uploads import NewFile
from kontuar.facts.case import Pledge, PledgeKind
from kontuar.facts.drafts import DraftKind
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind
from kontuar.facts.orders import Delivery, Fulfilment, OrderState, Scan
from kontuar.rules import places, send_guard
from kontuar.rules.deed_guard import DeedKind
from kontuar.rules.issue_doubts import doubts
from kontuar.store.models import Rating
from tests.order_world import parcel as parcel_of
from tests.order_world import refund, sold
from tests.promises import ASKED, watched
from tests.rulebook.changes_choices import OF_CHOICES
from tests.rulebook.changes_windows import OF_WINDOWS
from tests.rulebook.examples import (
    FRIDAY,
    MONDAY,
    NOW,
    SUNDAY,
    Change,
    Example,
    an_issue,
    around,
    at,
    done,
    elsewhere,
    found,
    leaves,
    message,
    of_order,
    owed,
    parcel,
    refused,
    to_decide,
    to_dispatch,
    to_refund,
    to_resolve,
)

QUESTION = message(MONDAY, kind=MessageKind.QUESTION)
STOP, MOVES = "off days stop the clock", "only the end moves"
OWN_DATE, SEEN_DATE = "message's own date", "when it could be seen"
HELD = message(MONDAY, first_seen_at=at("2026-11-16 11:00"))
CHECKING = message(at("2026-11-16 11:00"), role=Role.SELLER, status=MessageStatus.CHECKING)
LATECOMER = message(MONDAY, first_seen_at=at("2026-11-16 11:15"))
ANSWER = message(at("2026-11-16 11:00"), role=Role.SELLER)
OURS = {"started_by_us": True}
CANCELLED = sold(state=OrderState.CANCELLED, paid_at=at("2026-11-09 10:00"))
DISCUSSION = {"thread_kind": ThreadKind.PROBLEM, "issue_kind": IssueKind.DISCUSSION}


def a_file(size: int) -> NewFile:
    return NewFile(name="f.pdf", media_type="", content=b"%PDF-1.4\n".ljust(size, b"0"))


def long_text(length: int) -> str:
    return ("Tak " * (length // 4)).ljust(length, "x")


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def after(minutes: int) -> datetime:
    """Half a minute less than so long after the answer of eleven o'clock."""
    return at("2026-11-16 11:00") + timedelta(minutes=minutes, seconds=-30)


def doubted(**more: Any) -> Example:
    return lambda policy: doubts(an_issue(IssueKind.CLAIM, **more), policy, NOW)


CHANGES: dict[tuple[str, str, str], Change] = {
    ("B1", "2019-09-04", "hours"): Change(value=23, example=owed(message(MONDAY))),
    ("B1", "2019-09-04", "counting"): Change(value="deadline_moves", example=owed(message(SUNDAY))),
    ("B1", "2019-09-04", "weekend"): Change(value=("sunday",), example=owed(message(FRIDAY))),
    ("B1", "2019-09-04", "public_holidays"): Change(
        value=False, example=owed(message(at("2026-11-10 16:00")))
    ),
    ("B2", "2022-04-04", "hours"): Change(value=20, example=owed(message(SUNDAY)), on=date(2023, 6, 5)),
    ("B2", "2022-04-04", "counting"): Change(
        value="clock_stop", example=owed(message(SUNDAY)), on=date(2023, 6, 5)
    ),
    ("B2", "2022-04-04", "holidays_of"): Change(
        value="seller", example=owed(message(at("2023-07-05 10:00"))), on=date(2023, 7, 5), country="LT"
    ),
    ("B2", "2024-04-15", "hours"): Change(value=20, example=owed(message(SUNDAY))),
    ("B2", "2024-04-15", "counting"): Change(value="clock_stop", example=owed(message(SUNDAY))),
    ("B2", "2024-04-15", "holidays_of"): Change(
        value="marketplace", example=owed(message(at("2026-10-30 14:00"))), country="LT"
    ),
    ("B2a", STOP, "counted_by"): Change(value="B2", example=owed(message(SUNDAY))),
    ("B2a", MOVES, "counted_by"): Change(value="B1", example=owed(message(SUNDAY))),
    ("B3", "2022-04-04", "kinds"): Change(value=("question",), example=owed(message(MONDAY))),
    ("A3.3", "2019-11-08", "kinds"): Change(value=("question", "message"), example=owed(message(MONDAY))),
    ("A3.4", "2019-11-08", "which"): Change(value="newest", example=owed(message(MONDAY), message(NOW))),
    ("A3.5", OWN_DATE, "base"): Change(value="first_seen", example=owed(HELD)),
    ("A3.5", SEEN_DATE, "base"): Change(value="written", example=owed(HELD), confirm=SEEN_DATE),
    ("A3.11", "2019-11-08", "closers_count"): Change(
        value=True, example=owed(message(MONDAY, is_closer=True))
    ),
    ("B16", "2019-09-04", "ended_by"): Change(
        value=("seller", "automat"), example=owed(message(MONDAY), replace(ANSWER, role=Role.AUTOMAT))
    ),
    ("B4", "2022-04-04", "notices"): Change(
        value=("rating_request",), example=found("Paczka jest w drodze.", **OURS), on=date(2025, 1, 7)
    ),
    ("B4", "2022-04-04", "delivered"): Change(
        value=False, example=found("Paczka jest w drodze.", **OURS), on=date(2025, 1, 7)
    ),
    ("B5", "2026-03-02", "notices"): Change(value=(), example=found("Anbei Ihre Rechnung.", **OURS)),
    ("B5", "2026-03-02", "delivered"): Change(value=True, example=found("Anbei Ihre Rechnung.", **OURS)),
    ("B6", "2026-03-02", "notices"): Change(value=(), example=found("Paczka jest w drodze.", **OURS)),
    ("B6", "2026-03-02", "delivered"): Change(value=True, example=found("Paczka jest w drodze.", **OURS)),
    ("B7", "2025-09-24", "notices"): Change(value=(), example=found("Przypominamy o zapłacie.", **OURS)),
    ("B7", "2025-09-24", "delivered"): Change(value=False, example=found("Przypominamy o zapłacie.", **OURS)),
    ("B8", "2025-09-24", "notices"): Change(value=(), example=found("Dziękujemy za zakup.", **OURS)),
    ("B8", "2025-09-24", "delivered"): Change(value=False, example=found("Dziękujemy za zakup.", **OURS)),
    ("B9", "2022-04-04", "free_inside_conversation"): Change(
        value=False, example=found("Paczka jest w drodze.")
    ),
    ("B11", "2022-04-04", "contacts"): Change(value=("email",), example=found("tel. 600 100 200")),
    ("B11", "2022-04-04", "own_hosts"): Change(value=(), example=found("allegro.pl/zwroty")),
    ("B14", "2025-02-28", "order_needed"): Change(
        value=False, example=found("Jaki kolor?", kind=DraftKind.NEW_CONVERSATION)
    ),
    ("api.message", "2022-01-01", "text_length"): Change(
        value=10, example=around(2000, lambda n: found(long_text(n)))
    ),
    ("api.message", "2022-01-01", "attachment_bytes"): Change(
        value=9, example=around(5_242_880, lambda n: found("Tak", attachment_sizes=(n,)))
    ),
    ("C3", "2023-06-01", "starts_in"): Change(
        value=("ready", "bought"), example=to_dispatch(state=OrderState.BOUGHT)
    ),
    ("C3", "2023-06-01", "ended_by"): Change(value=(), example=to_dispatch(fulfilment=Fulfilment.SENT)),
    ("C3", "2023-06-01", "ended_by_lines_sent"): Change(
        value=("some",), example=to_dispatch(lines_sent="SOME")
    ),
    ("C3", "2023-06-01", "shipped_by_marketplace_counts"): Change(
        value=True, example=to_dispatch(shipped_by_marketplace=True)
    ),
    ("D15", "2026-07-29", "limited_by"): Change(
        value="B1", example=owed(message(MONDAY), thread_kind=ThreadKind.PROBLEM)
    ),
    ("D2", "2022-04-04", "hours"): Change(value=20, example=owed(message(MONDAY), **DISCUSSION)),
    ("D2", "2022-04-04", "counting"): Change(
        value="deadline_moves", example=owed(message(SUNDAY), **DISCUSSION)
    ),
    ("D10", "2025-07-01", "days"): Change(value=10, example=to_decide()),
    ("C9", "2022-04-04", "days_from_goods"): Change(
        value=5, example=to_refund(arrived_at=at("2026-11-10 10:00"))
    ),
    ("C9", "2022-04-04", "days_from_form"): Change(value=10, example=to_refund(IssueStatus.ON_ITS_WAY)),
    ("C10", "2026-09-01", "days"): Change(value=5, example=to_refund(IssueStatus.ON_ITS_WAY)),
    ("own.claim", "2019-09-04", "warn_opening_minutes"): Change(value=60, example=to_decide()),
    ("own.return", "2019-09-04", "warn_opening_minutes"): Change(
        value=60, example=to_refund(IssueStatus.ON_ITS_WAY)
    ),
    ("own.issue_dates", "2019-09-04", "believable_days"): Change(
        value=20,
        example=around(60, lambda n: to_decide(decide_by=at("2026-11-09 10:00") + timedelta(days=n))),
    ),
    ("own.issue_dates", "2019-09-04", "long_past_days"): Change(
        value=30, example=around(2, lambda n: doubted(decide_by=ago(days=n, hours=-1)))
    ),
    ("own.question", "2019-09-04", "opening_minutes"): Change(
        value=60, example=owed(QUESTION, has_order=False)
    ),
    ("own.answer", "2019-09-04", "warn_opening_minutes"): Change(value=60, example=owed(message(MONDAY))),
    ("own.answer", "2019-09-04", "checking_minutes"): Change(
        value=30,
        example=around(
            120, lambda n: owed(message(FRIDAY), replace(CHECKING, written_at=ago(minutes=n, seconds=-30)))
        ),
    ),
    ("own.answer", "2019-09-04", "late_arrival_minutes"): Change(
        value=30, example=around(10, lambda n: owed(replace(LATECOMER, first_seen_at=after(n)), ANSWER))
    ),
    ("own.problem", "2019-09-04", "opening_minutes"): Change(
        value=60, example=owed(message(MONDAY), thread_kind=ThreadKind.PROBLEM)
    ),
    ("own.problem", "2019-09-04", "warn_opening_minutes"): Change(
        value=30, example=owed(message(MONDAY), thread_kind=ThreadKind.PROBLEM)
    ),
    ("own.parcel", "2019-09-04", "first_scan_hours"): Change(
        value=1, example=around(24, lambda n: parcel(created_at=ago(days=2, hours=n, minutes=-30)))
    ),
    ("own.parcel", "2019-09-04", "stalled_hours"): Change(
        value=1,
        example=around(48, lambda n: parcel(Scan(code="in_transit", at=ago(days=2, hours=n, minutes=-30)))),
    ),
    ("own.promise", "2019-09-04", "first_scan_not_before_hour"): Change(
        value=9, example=watched(ASKED, created_at=at("2026-11-16 09:00"))
    ),
    ("own.promise", "2019-09-04", "days_before"): Change(value=3, example=watched()),
    ("own.promise", "2019-09-04", "risk_percent"): Change(
        value=80, example=around(50, lambda n: watched(late=(n - 0.5) / 100, days=2))
    ),
    ("own.promise", "2019-09-04", "early_percent"): Change(
        value=50, example=around(80, lambda n: watched(late=(n - 0.5) / 100))
    ),
    ("own.promise", "2019-09-04", "harmless_ends"): Change(value=("USER",), example=watched()),
    ("D18", "2019-09-04", "kinds"): Change(value=("problem",), example=watched()),
    ("own.sending", "2019-09-04", "hourly_cap"): Change(
        value=10, example=around(300, lambda n: leaves(sent_last_hour=n - 1))
    ),
    ("own.sending", "2019-09-04", "in_a_row"): Change(
        value=2, example=around(6, lambda n: leaves(ours_in_a_row=n - 1))
    ),
    ("own.sending", "2019-09-04", "same_text"): Change(
        value=2, example=around(1, lambda n: leaves(same_text_recently=n - 1))
    ),
    ("own.sending", "2019-09-04", "repeat_hours"): Change(
        value=1, example=lambda policy: send_guard.repeats_since(NOW, policy)
    ),
    ("own.sending", "2019-09-04", "too_late_hours"): Change(
        value=1, example=around(24, lambda n: leaves(composed_at=ago(hours=n, minutes=-30)))
    ),
    ("own.carrier_hosts", "2019-09-04", "hosts"): Change(value=(), example=found("inpost.pl/sledzenie")),
}

CHANGES |= {
    ("api.issue_message", "2025-06-24", "text_length"): Change(
        value=10, example=around(20_000, lambda n: elsewhere(places.in_issue, long_text(n)))
    ),
    ("api.issue_message", "2025-06-24", "attachment_bytes"): Change(
        value=9, example=around(2_097_152, lambda n: elsewhere(places.in_issue, "Tak", attachment_sizes=(n,)))
    ),
    ("api.rating_answer", "2022-01-01", "text_length"): Change(
        value=10, example=around(500, lambda n: elsewhere(places.under_rating, long_text(n)))
    ),
    ("A5.10", "2022-04-04", "contacts"): Change(
        value=("email",), example=elsewhere(places.under_rating, "tel. 600 100 200")
    ),
    ("A5.2", "2022-04-04", "once"): Change(
        value=False, example=done(kind=DeedKind.RATING_ANSWER, has_other_answer=True)
    ),
    ("A5.2", "2022-04-04", "only_not_recommended"): Change(
        value=False,
        example=refused(
            lambda rules: deed_checks.must_take_an_answer(Rating(is_recommended=True, answer={}), rules)
        ),
    ),
    ("api.tracking", "2022-01-01", "waybill_length"): Change(
        value=90,
        example=around(64, lambda n: refused(lambda rules: deed_checks.must_be_a_number("1" * n, rules))),
    ),
    ("api.tracking", "2022-01-01", "carrier_name_length"): Change(
        value=40,
        example=around(
            30, lambda n: refused(lambda rules: deed_checks.must_be_taken("OTHER", "x" * n, rules))
        ),
    ),
    ("own.carriers", "2020-03-17", "carriers"): Change(
        value=("UPS UPS",), example=lambda p: deed_checks.offered(p.deeds, ["GLS"])
    ),
    ("api.carrier_gone", "2026-06-09", "carriers"): Change(
        value=("UPS",), example=refused(lambda rules: deed_checks.must_be_taken("ALLEGRO", "", rules))
    ),
    ("api.fulfilment", "2022-01-01", "settable"): Change(
        value=("sent",), example=lambda p: deed_checks.settable_by(p.deeds)
    ),
    ("api.invoice", "2022-01-01", "file_bytes"): Change(
        value=4_000_000,
        example=around(
            3_000_000, lambda n: refused(lambda rules: deed_checks.invoice_kind(a_file(n), rules))
        ),
    ),
    ("api.invoice", "2022-01-01", "media_types"): Change(
        value=("image/png",), example=refused(lambda rules: deed_checks.invoice_kind(a_file(99), rules))
    ),
}


LONG_CANCELLED = replace(CANCELLED, bought_at=at("2026-10-12 10:00"))
SENT = sold(fulfilment=Fulfilment.SENT, updated_at=MONDAY)
STILL = (parcel_of(at("2026-11-09 08:00"), Scan(code="in_transit", at=at("2026-11-10 10:00"))),)
LATE = sold(
    fulfilment=Fulfilment.SENT,
    paid_at=at("2026-11-09 08:00"),
    delivery=Delivery(arrive_by=at("2026-11-15 23:59")),
)
CHANGES |= {
    ("C2", "2022-04-04", "at_once"): Change(value=False, example=of_order(SENT, parcels_at=NOW)),
    ("C6", "2020-03-24", "days"): Change(
        value=40, example=of_order(LONG_CANCELLED, cancelled_at=at("2026-10-19 10:00"))
    ),
    ("C9", "2022-04-04", "business_days_after_cancel"): Change(
        value=3, example=of_order(CANCELLED, cancelled_at=MONDAY)
    ),
    ("own.cancelled", "2019-09-04", "warn_opening_minutes"): Change(
        value=60, example=of_order(CANCELLED, cancelled_at=MONDAY)
    ),
    ("own.commission", "2019-09-04", "waits_days"): Change(
        value=60, example=around(7, lambda n: of_order(LONG_CANCELLED, cancelled_at=ago(days=n, hours=-1)))
    ),
    ("own.commission", "2019-09-04", "warn_opening_minutes"): Change(
        value=60, example=of_order(LONG_CANCELLED, cancelled_at=at("2026-10-19 10:00"))
    ),
    ("own.dispatch", "2019-09-04", "courier_hour"): Change(value=13, example=to_dispatch(paid_at=MONDAY)),
    ("own.number", "2019-09-04", "asks_for_days"): Change(
        value=1,
        example=around(
            5, lambda n: of_order(replace(SENT, updated_at=ago(days=n, hours=-1)), parcels_at=NOW)
        ),
    ),
} | {
    (rule_id, "2019-09-04", key): Change(value=30, example=example)
    for rule_id, example in {
        "own.number": of_order(SENT, parcels_at=NOW),
        "own.carrier_question": of_order(replace(SENT, updated_at=None), parcels=STILL),
        "own.tell_buyer": of_order(LATE, parcels=STILL),
        "own.refund_again": of_order(SENT, refunds=(refund("called_off", MONDAY),)),
    }.items()
    for key in ("opening_minutes", "warn_opening_minutes")
}

THREE_DAYS, NO_TERM = "three days", "no term of its own"
LOST = "nie otrzymałem towaru po wpłacie"
CHANGES |= {
    ("D3", "2022-04-04", "days"): Change(value=5, example=to_resolve(subject=LOST)),
    ("D3", "2022-04-04", "undelivered"): Change(value=("X",), example=to_resolve(subject=LOST)),
    ("D4", "2022-04-04", "days"): Change(value=10, example=to_resolve(subject="inny")),
    ("D11", NO_TERM, "days"): Change(value=5, example=to_decide(decide_by=at("2026-12-09 10:00"))),
    ("D11", THREE_DAYS, "days"): Change(value=2, example=to_decide()),
    ("own.resolution", "2019-09-04", "warn_opening_minutes"): Change(value=60, example=to_resolve()),
    ("own.goods_back", "2019-09-04", "warn_opening_minutes"): Change(value=60, example=to_decide()),
    ("own.inspect", "2019-09-04", "opening_minutes"): Change(value=60, example=to_refund(arrived_at=MONDAY)),
    ("own.inspect", "2019-09-04", "warn_opening_minutes"): Change(
        value=60, example=to_refund(arrived_at=MONDAY)
    ),
}

BY_FRIDAY = Pledge(kind=PledgeKind.PROMISED, since_at=MONDAY, due_at=at("2026-11-20 12:00"))
A_COMPLAINT = Pledge(kind=PledgeKind.COMPLAINT, since_at=MONDAY)
OF_WORDS = {
    ("own.pledge", "2019-09-04", "warn_opening_minutes"): Change(
        value=30, example=owed(pledges=(BY_FRIDAY,))
    ),
    ("own.law", "2019-09-04", "warn_opening_minutes"): Change(value=60, example=owed(pledges=(A_COMPLAINT,))),
}
CHANGES |= OF_WORDS

CHANGES |= OF_WINDOWS | OF_CHOICES


MAIL, ANSWER_BY_MAIL = message(MONDAY, kind=MessageKind.MAIL), replace(ANSWER, kind=MessageKind.MAIL)
LATE_MAIL = replace(LATECOMER, kind=MessageKind.MAIL)
OF_MAIL: dict[tuple[str, str, str], Change] = {
    ("own.mail", "2019-09-04", key): change
    for key, change in {
        "hours": Change(value=8, example=owed(MAIL)),
        "counting": Change(value="opening", example=owed(MAIL)),
        "weekend": Change(value=("monday",), example=owed(MAIL)),
        "public_holidays": Change(value=False, example=owed(message(at("2026-11-10 16:00")))),
        "base": Change(value="first_seen", example=owed(replace(HELD, kind=MessageKind.MAIL))),
        "which": Change(value="newest", example=owed(MAIL, replace(MAIL, written_at=NOW))),
        "closers_count": Change(value=True, example=owed(replace(MAIL, is_closer=True))),
        "opened_by": Change(value=("buyer",), example=owed(replace(MAIL, role=Role.MARKETPLACE))),
        "ended_by": Change(
            value=("seller", "automat"), example=owed(MAIL, replace(ANSWER_BY_MAIL, role=Role.AUTOMAT))
        ),
        "warn_opening_minutes": Change(value=60, example=owed(MAIL)),
        "late_arrival_minutes": Change(
            value=30,
            example=around(10, lambda n: owed(replace(LATE_MAIL, first_seen_at=after(n)), ANSWER_BY_MAIL)),
        ),
    }.items()
} | {name: change for name, change in CHANGES.items() if name[0] == "own.sending"}
OF_MAIL |= OF_WORDS
BOOKS = {"allegro": CHANGES, "mail": OF_MAIL}
"""A marketplace's changes by its name."""
