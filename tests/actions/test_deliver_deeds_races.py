"""When somebody else was quicker: outdated revisions, two workers, a lease that ran out, a restored copy."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from kontuar.actions import deliver_deeds, home
from kontuar.connector_kit.scripted import Asked, Reply
from kontuar.store.models import OutgoingDeed
from tests.deeds import Counter, every_kind, refuse
from tests.shop import NOW

pytestmark = pytest.mark.django_db(transaction=True)
State = OutgoingDeed.State
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def stands(row: OutgoingDeed) -> tuple[str, str]:
    return row.state, row.reason


def outdated(asked: Asked) -> Reply | None:
    is_old = ("checkoutForm.revision", "r1") in asked.params
    return refuse(409, "OutdatedRevision") if is_old else None


def test_an_outdated_revision_is_read_again_and_tried_once_more(counter: Counter) -> None:
    row = counter.state(counter.order(), "sent")
    counter.on_asked.append(outdated)
    row = counter.do(row)
    assert stands(row) == (State.QUEUED, "STALE")
    row = counter.do(row, now=NOW + MINUTE)
    assert stands(row) == (State.QUEUED, "stale"), "our copy is as old as before"
    counter.order(revision="r2")
    assert stands(counter.do(row, now=NOW + 2 * MINUTE)) == (State.SENT, "")
    assert len(counter.writes) == 2


def test_an_outdated_revision_of_an_order_that_changed_goes_back_to_a_person(counter: Counter) -> None:
    row = counter.state(counter.order(), "sent")
    counter.on_asked.append(outdated)
    counter.do(row)
    counter.order(revision="r2", fulfilment="suspended")
    assert stands(counter.do(row, now=NOW + MINUTE)) == (State.HELD, "changed_meanwhile")
    assert len(counter.writes) == 1


def test_a_second_outdated_revision_is_the_last(counter: Counter) -> None:
    row = counter.state(counter.order(), "sent")
    counter.on_asked.append(lambda asked: refuse(409, "OutdatedRevision"))
    counter.do(row)
    counter.order(revision="r2")
    assert stands(counter.do(row, now=NOW + MINUTE)) == (State.HELD, "changed_meanwhile")
    assert len(counter.writes) == 2


def test_a_newer_copy_that_never_comes_is_not_waited_for_for_ever(counter: Counter) -> None:
    row = counter.state(counter.order(), "sent")
    counter.on_asked.append(outdated)
    counter.do(row)
    assert stands(counter.do(row, now=NOW + 31 * MINUTE)) == (State.HELD, "changed_meanwhile")


def test_two_workers_do_one_deed_once(counter: Counter) -> None:
    row = counter.queued(counter.track(counter.order(), "62"))
    start = threading.Barrier(2)

    def work(owner: str) -> None:
        start.wait()
        deliver_deeds.one(row.pk, owner=owner, now=NOW)
        connection.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counter.writes) == 1
    assert counter.again(row).state == State.SENT


def test_a_worker_that_outlived_its_lease_still_tells_what_it_did(counter: Counter) -> None:
    row = counter.queued(counter.track(counter.order(), "62"))

    def expire(asked: Asked) -> None:
        deliver_deeds.expire(now=NOW + HOUR)

    counter.on_asked.append(expire)
    assert stands(counter.do(row)) == (State.SENT, "")


def test_a_restored_copy_does_none_of_what_was_waiting(counter: Counter) -> None:
    rows = every_kind(counter)
    home._make_safe(NOW)
    assert {stands(counter.again(row)) for row in rows} == {(State.UNSURE, "restored")}
