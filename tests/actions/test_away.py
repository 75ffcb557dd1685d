"""The automatic answer out of hours: whom it answers, how often, and that it ends no duty."""

from datetime import UTC, datetime, timedelta

import pytest

from kontuar.actions import away, deliver
from kontuar.actions.errors import NotAllowed
from kontuar.facts.messages import ThreadKind
from kontuar.rules.away import MOST_AN_HOUR
from kontuar.store.models import (
    Account,
    AccountAccess,
    AwayAnswer,
    AwaySent,
    Buyer,
    Case,
    Duty,
    Message,
    Outgoing,
)
from tests.shop import Shop
from tests.talk import answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def permitted(shop: Shop) -> None:
    away.allow(shop.account, shop.ala, is_on=True, has_own=False, now=NIGHT - MINUTE)


def written(shop: Shop, number: str = "m1", at: datetime = NIGHT) -> None:
    take_in(shop.account, thread(), said(number, at), now=at)


def test_it_is_off_until_an_owner_permits_it(shop: Shop) -> None:
    written(shop)
    assert not AwaySent.objects.exists()
    with pytest.raises(NotAllowed):
        away.allow(shop.account, shop.bolek, is_on=True, has_own=False, now=NIGHT)


def test_a_question_at_night_is_answered_once_for_a_buyer_and_day(shop: Shop) -> None:
    permitted(shop)
    written(shop)
    assert away.compose(now=NIGHT) == 1
    written(shop, "m2", NIGHT + MINUTE)
    assert away.compose(now=NIGHT + MINUTE) == 0
    row = Outgoing.objects.get()
    assert (row.state, row.then) == (Outgoing.State.HELD, Outgoing.Then.KEEP)
    assert "23.11" in row.text
    next_day = NIGHT + timedelta(days=1)
    written(shop, "m3", next_day)
    assert away.compose(now=next_day) == 1


def test_it_ends_no_duty_and_the_day_of_return_is_promised(shop: Shop) -> None:
    permitted(shop)
    written(shop)
    away.compose(now=NIGHT)
    row = Outgoing.objects.get()
    Outgoing.objects.filter(pk=row.pk).update(
        state=Outgoing.State.SENT, sent_at=NIGHT + MINUTE, sending_at=NIGHT + MINUTE, external_id="a1"
    )
    take_in(shop.account, answered("a1", NIGHT + MINUTE, row.text), now=NIGHT + 2 * MINUTE)
    row.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    assert Message.objects.get(external_id="a1").role == "automat"
    assert set(Duty.objects.values_list("kind", flat=True)) == {"answer", "promised"}
    assert Case.objects.get().state == Case.State.OPEN
    assert Duty.objects.get(kind="promised").due_at == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_never_in_office_hours_issues_thanks_or_history(shop: Shop) -> None:
    permitted(shop)
    day = NIGHT - timedelta(hours=10)
    written(shop, "m1", day)
    take_in(shop.account, thread("t2", kind=ThreadKind.PROBLEM), said("p1", NIGHT, thread_id="t2"), now=NIGHT)
    take_in(shop.account, said("m2", shop.account.connected_at - MINUTE), now=NIGHT)
    take_in(shop.account, said("m3", NIGHT, "Dziękuję bardzo!"), now=NIGHT)
    assert not AwaySent.objects.exists()


def test_not_while_watch_only_nor_where_the_marketplace_answers_itself(shop: Shop) -> None:
    permitted(shop)
    written(shop)
    Account.objects.filter(pk=shop.account.pk).update(is_watch_only=True)
    assert away.compose(now=NIGHT) == 0
    assert AwaySent.objects.get().why == "watch_only"
    Account.objects.filter(pk=shop.account.pk).update(is_watch_only=False)
    away.allow(shop.account, shop.ala, is_on=True, has_own=True, now=NIGHT)
    written(shop, "m2", NIGHT + timedelta(days=1))
    assert AwaySent.objects.count() == 1


def test_a_person_who_answered_first_and_an_owner_who_left_stop_it(shop: Shop) -> None:
    permitted(shop)
    written(shop)
    take_in(shop.account, answered("a1", NIGHT + MINUTE), now=NIGHT + MINUTE)
    assert away.compose(now=NIGHT + MINUTE) == 0
    next_day = NIGHT + timedelta(days=1)
    written(shop, "m2", next_day)
    AccountAccess.objects.filter(user=shop.ala).update(role="agent")
    assert away.compose(now=next_day) == 0
    assert not Outgoing.objects.exists()


def test_too_many_in_an_hour_stop_it_until_an_owner_permits_it_again(shop: Shop) -> None:
    permitted(shop)
    written(shop)
    message = Message.objects.get()
    for number in range(MOST_AN_HOUR):
        buyer = Buyer.objects.create(account=shop.account, login=f"b{number}", first_seen_at=NIGHT)
        AwaySent.objects.create(
            account=shop.account, buyer=buyer, message=message, day=NIGHT.date(), at=NIGHT, state="made"
        )
    assert away.compose(now=NIGHT) == 0
    assert AwayAnswer.objects.get().stopped_at == NIGHT
    permitted(shop)
    assert AwayAnswer.objects.get().stopped_at is None


def test_what_is_given_back_before_it_left_is_taken_out_and_asks_nobody(shop: Shop) -> None:
    permitted(shop)
    written(shop)
    away.compose(now=NIGHT)
    deliver.release_held(now=NIGHT + MINUTE)
    Outgoing.objects.update(state=Outgoing.State.HELD, hold_reason="buyer_wrote_since")
    away.compose(now=NIGHT + MINUTE)
    assert Outgoing.objects.get().state == Outgoing.State.CANCELLED


def test_a_dry_run_tells_what_would_have_gone_out_and_sends_nothing(shop: Shop) -> None:
    written(shop)
    written(shop, "m2", NIGHT + MINUTE)
    run = away.dry_run(shop.account, shop.ala, now=NIGHT + timedelta(days=1))
    assert [row.external_id for row in run.found] == ["m1"]
    assert not Outgoing.objects.exists()
    assert cases(shop.account)[0].state == Case.State.OPEN
