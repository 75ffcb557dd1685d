"""The owner's own value of a rule: judged like data, kept with its reason, felt by every duty."""

from datetime import date, timedelta

import pytest

from kontuar.actions import overrides, reassess, receive
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.connector_kit.contract import Batch
from kontuar.facts.messages import Message, MessageKind, Role, Thread, ThreadKind
from kontuar.store.models import Duty, JournalEntry, RuleOverride
from kontuar.worker import sweep

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def given(now):
    today = now.date()
    return {
        "book": "allegro",
        "rule_id": "B1",
        "key": "hours",
        "text": "20",
        "reason": "Their consultant said so.",
    } | {
        "valid_from": today,
        "valid_to": today + 30 * DAY,
    }


@pytest.fixture
def duty(shop, now):
    """Opened an hour ago; a function that reads it again."""
    thread = Thread(external_id="t", kind=ThreadKind.TALK, buyer_login="jan")
    message = Message(
        external_id="m",
        thread_id="t",
        role=Role.BUYER,
        author_login="jan",
        text="Kiedy?",
        written_at=now - timedelta(hours=1),
        kind=MessageKind.MESSAGE,
    )
    receive.batch(shop.account, Batch(facts=(thread, message), cursor={}), now=now)
    return lambda: Duty.objects.get(kind="answer")


def judge(now):
    sweep.judge(now)
    while reassess.due(now=now):
        continue


def test_a_duty_is_counted_by_the_own_value_and_says_so(shop, now, duty, given):
    before = duty().due_at
    overrides.set_value(shop.ala, now=now, **given)
    judge(now)
    assert before - duty().due_at == timedelta(hours=4)
    assert duty().rule_version == "2019-09-04+20h"


def test_ended_the_rules_own_value_holds_again(shop, now, duty, given):
    before = duty().due_at
    row = overrides.set_value(shop.ala, now=now, **given)
    judge(now)
    overrides.end(shop.ala, row.pk, now=now)
    judge(now)
    assert (duty().due_at, duty().rule_version) == (before, "2019-09-04")
    with pytest.raises(ChangedMeanwhile):
        overrides.end(shop.ala, row.pk, now=now)


def test_a_day_that_begins_and_one_that_ends_it_judge_everything_anew(shop, now, duty, given):
    first = now.date() + 2 * DAY
    overrides.set_value(shop.ala, now=now, **given | {"valid_from": first, "valid_to": first})
    judge(now)
    assert duty().rule_version == "2019-09-04"
    judge(now + 2 * DAY)
    assert duty().rule_version == "2019-09-04+20h"
    judge(now + 3 * DAY)
    assert duty().rule_version == "2019-09-04"
    assert overrides.turn(now=now + 3 * DAY) == 0


def test_both_are_written_down_with_who_and_what(shop, now, given):
    row = overrides.set_value(shop.ala, now=now, **given)
    overrides.end(shop.ala, row.pk, now=now)
    made, ended = JournalEntry.objects.filter(verb__startswith="rule.").order_by("pk")
    assert (made.actor, made.detail["rule"], made.detail["value"]) == (shop.ala, "B1", 20)
    assert (ended.verb, ended.detail["override"]) == ("rule.own_value_ended", row.pk)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "soon"}, "text"),
        ({"text": "0"}, "text"),
        ({"key": "counting", "text": "sometimes"}, "text"),
        ({"key": "colour"}, "key"),
        ({"rule_id": "B99"}, "key"),
        ({"book": "nowhere"}, "key"),
        ({"book": "../store"}, "key"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to"),
        ({"valid_to": date(2036, 1, 1)}, "valid_to"),
    ],
)
def test_a_value_the_loader_would_refuse_names_its_field_and_saves_nothing(shop, now, given, change, field):
    with pytest.raises(Invalid) as problem:
        overrides.set_value(shop.ala, now=now, **given | change)
    assert problem.value.field == field
    assert not RuleOverride.objects.exists()


def test_two_at_once_for_the_same_value_are_refused(shop, now, given):
    overrides.set_value(shop.ala, now=now, **given)
    with pytest.raises(Invalid, match="own-value-there"):
        overrides.set_value(shop.ala, now=now, **given | {"text": "21"})


def test_only_an_owner_of_the_desk_may(shop, now, given):
    with pytest.raises(NotAllowed):
        overrides.set_value(shop.bolek, now=now, **given)
    row = overrides.set_value(shop.ala, now=now, **given)
    with pytest.raises(NotAllowed):
        overrides.end(shop.bolek, row.pk, now=now)


@pytest.mark.parametrize(
    ("rule_id", "key", "text", "value"),
    [
        ("B1", "public_holidays", "nie", False),
        ("B1", "weekend", "sunday", ["sunday"]),
        ("B2", "holidays_of", "marketplace", "marketplace"),
    ],
)
def test_a_value_is_typed_as_the_rules_own(shop, now, given, rule_id, key, text, value):
    row = overrides.set_value(shop.ala, now=now, **given | {"rule_id": rule_id, "key": key, "text": text})
    assert row.value == value
