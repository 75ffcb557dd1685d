"""Everything is judged again a portion at a time: others write in between, and nothing is left out."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from kontuar.actions import reassess, reassess_all
from kontuar.store.models import Case, Duty, ToJudgeAgain
from kontuar.worker import sweep
from tests.shop import NOW, Shop
from tests.talk import said, take_in, thread

pytestmark = pytest.mark.django_db(transaction=True)
FAR = NOW + timedelta(days=9)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def many(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Seven open cases of which two are marked at a time."""
    monkeypatch.setattr(reassess_all, "PORTION", 2)
    for number in range(7):
        ask(shop, f"buyer-{number}", NOW)
    Case.objects.update(reassess_at=FAR)
    return list(Case.objects.order_by("pk").values_list("pk", flat=True))


def ask(shop: Shop, buyer: str, at: datetime) -> None:
    """A buyer's first question."""
    talk = replace(thread(f"of-{buyer}"), buyer_login=buyer)
    word = said(f"word-of-{buyer}", at, thread_id=f"of-{buyer}", author_login=buyer)
    take_in(shop.account, talk, word, now=at)


def marked() -> list[int]:
    return list(Case.objects.filter(reassess_at=LATER).order_by("pk").values_list("pk", flat=True))


def in_a_thread(work: Callable[[], object]) -> None:
    """Done by another thread, with a connection of its own, before this one goes on."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join()
    assert not failed, failed


def test_a_change_marks_the_first_portion_and_remembers_the_rest(shop: Shop, many: list[int]) -> None:
    reassess.everything(shop.account, now=LATER)
    assert marked() == many[:2]
    assert reassess_all.is_behind()


def test_the_rest_is_marked_by_whoever_comes_after(shop: Shop, many: list[int]) -> None:
    reassess.everything(shop.account, now=LATER)
    assert reassess_all.mark_some()
    assert marked() == many[:4]
    in_a_thread(reassess_all.mark_some)  # as another process, after this one has died
    assert marked() == many[:6]
    assert reassess_all.mark_some()
    assert marked() == many
    assert not reassess_all.mark_some()
    assert not reassess_all.is_behind()


def test_what_was_judged_meanwhile_is_not_marked_twice(shop: Shop, many: list[int]) -> None:
    reassess.everything(shop.account, now=LATER)
    Case.objects.filter(pk__in=many[:2]).update(reassess_at=FAR)
    while reassess_all.mark_some():
        pass
    assert marked() == many[2:]


def test_a_newer_change_begins_anew(shop: Shop, many: list[int]) -> None:
    reassess.everything(shop.account, now=NOW)
    assert reassess_all.mark_some()
    reassess.everything(shop.account, now=LATER)
    while reassess_all.mark_some():
        pass
    assert marked() == many


def test_a_new_message_is_judged_while_the_rest_waits(
    shop: Shop, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reassess.everything(shop.account, now=LATER)
    behind: list[int] = []

    def somebody_writes(_seconds: float) -> None:
        if len(behind) < 3:
            buyer = f"news-{len(behind)}"
            in_a_thread(lambda: ask(shop, buyer, LATER))
            assert Duty.objects.filter(case__buyer__login=buyer).exists()
        behind.append(ToJudgeAgain.objects.count())

    monkeypatch.setattr("kontuar.worker.sweep.time.sleep", somebody_writes)
    sweep.judge(LATER)
    assert len(behind) >= 3
    assert behind[0] == 1
    assert behind[-1] == 0
    assert not marked()


def test_the_sweep_has_something_to_judge_until_all_is_marked(shop: Shop, many: list[int]) -> None:
    reassess.everything(shop.account, now=LATER)
    Case.objects.update(reassess_at=FAR)
    assert sweep.Lane("judge") in list(sweep.due_lanes(NOW))
    sweep.judge(NOW)
    assert sweep.Lane("judge") not in list(sweep.due_lanes(NOW))
    assert marked() == many[2:]
