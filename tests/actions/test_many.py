"""One deed done to many conversations, and undone once; lists people keep."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kontuar.actions import many, tags, triage, views
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.store.models import Case, CaseTag, Duty, Message, Outgoing, SavedView
from kontuar.store.queries import inbox
from kontuar.store.queries import views as kept
from kontuar.store.queries.inbox import Wish
from kontuar.store.queries.views import Filters
from tests.shop import NOW, Shop
from tests.talk import answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def three(shop: Shop) -> list[Case]:
    """Two unanswered questions and one that was answered."""
    for name in ("t1", "t2", "t3"):
        talk = replace(thread(name), buyer_login=f"kupujacy-{name}")
        word = said(f"q-{name}", NOW - HOUR, thread_id=name, author_login=talk.buyer_login)
        take_in(shop.account, talk, word, now=NOW)
    take_in(shop.account, answered("a-t3", NOW, thread_id="t3"), now=NOW)
    return list(cases(shop.account))


def test_closing_many_leaves_what_is_owed_and_comes_back_as_it_was(shop: Shop) -> None:
    first, second, done = three(shop)
    triage.reopen(done, shop.ala, now=NOW)
    change = many.close(shop.bolek, [first.pk, second.pk, done.pk], now=NOW)
    assert list(change.before) == [str(done.pk)]
    change = many.close(shop.bolek, [first.pk, second.pk], reason="by_phone", now=NOW + HOUR)
    assert not Duty.objects.exists()
    assert many.undo(change, shop.bolek, now=NOW + 2 * HOUR) == 2
    assert Duty.objects.count() == 2
    assert not Message.objects.exclude(waived_reason="").exists()
    assert Case.objects.get(pk=done.pk).state == Case.State.CLOSED


def test_what_a_colleague_changed_since_is_left_when_it_is_undone(shop: Shop) -> None:
    first, second, _done = three(shop)
    change = many.wait(shop.bolek, [first.pk, second.pk], until=NOW + HOUR, now=NOW)
    triage.wait(second, shop.ala, until=NOW + 9 * HOUR, now=NOW)
    assert many.undo(change, shop.bolek, now=NOW) == 1
    states = dict(Case.objects.values_list("pk", "state"))
    assert (states[first.pk], states[second.pk]) == ("open", "waiting")
    with pytest.raises(ChangedMeanwhile):
        many.undo(change, shop.bolek, now=NOW)


def test_a_tag_that_stood_there_before_stays_when_tagging_is_undone(shop: Shop) -> None:
    first, second, _done = three(shop)
    tag = tags.make(shop.ala, "Kurier", now=NOW)
    tags.put(first, tag, shop.ala, now=NOW - HOUR)
    change = many.put_tag(shop.bolek, [first.pk, second.pk], tag, now=NOW)
    assert many.undo(change, shop.bolek, now=NOW) == 1
    assert list(CaseTag.objects.values_list("case", flat=True)) == [first.pk]


def test_giving_many_is_undone_to_whoever_had_them(shop: Shop) -> None:
    first, second, _done = three(shop)
    triage.assign(first, shop.ala, to=shop.ala, now=NOW)
    change = many.assign(shop.ala, [first.pk, second.pk], to=shop.bolek, now=NOW)
    assert many.undo(change, shop.ala, now=NOW) == 2
    people = dict(Case.objects.values_list("pk", "assignee"))
    assert (people[first.pk], people[second.pk]) == (shop.ala.pk, None)


def test_a_stranger_touches_nothing_and_nobody_undoes_anothers_deed(shop: Shop) -> None:
    ids = [case.pk for case in three(shop)]
    assert many.close(shop.celina, ids, reason="spam", now=NOW).before == {}
    change = many.assign(shop.ala, ids, to=shop.bolek, now=NOW)
    with pytest.raises(NotAllowed):
        many.undo(change, shop.bolek, now=NOW)
    assert not Outgoing.objects.exists()
    with pytest.raises(Invalid):
        many.close(shop.ala, range(1, 300), now=NOW)


def test_a_list_finds_what_it_asks_for(shop: Shop) -> None:
    first, second, done = three(shop)
    tag = tags.make(shop.ala, "Kurier", now=NOW)
    tags.put(first, tag, shop.ala, now=NOW)
    triage.assign(second, shop.ala, to=shop.bolek, now=NOW)

    def found(**filters: object) -> set[int]:
        return {pk for _at, pk in kept.places(shop.bolek, kept.read(filters), None, 10, now=NOW)}

    assert found(tag=tag.pk) == {first.pk}
    assert found(assignee="me") == {second.pk}
    assert found(assignee="nobody", state="open") == {first.pk}
    assert found(state="closed") == {done.pk}
    assert found(waiting_hours=1) == {first.pk, second.pk}
    assert found(waiting_hours=9) == set()
    assert found(text="zielony", state="open") == {first.pk, second.pk}
    assert found(kind="problem") == set()
    assert found(account=shop.other.pk) == set()
    assert found(kind="moon", state="?", tag="x", assignee="root", waiting_hours="-") == {first.pk, second.pk}


def test_a_shared_list_shows_each_his_own_accounts(shop: Shop) -> None:
    three(shop)
    view = views.keep(shop.ala, name="Czeka", filters=Filters(state="open"), is_shared=True, now=NOW)
    mine, hers = kept.one(shop.bolek, view.pk), kept.one(shop.celina, view.pk)
    assert mine
    assert hers
    assert len(inbox.page(shop.bolek, Wish(view=mine), now=NOW).rows) == 2
    assert inbox.page(shop.celina, Wish(view=hers), now=NOW).rows == ()
    assert kept.count(shop.bolek, mine.filters, now=NOW) == 2


def test_anothers_own_list_does_not_exist_and_only_its_owner_changes_it(shop: Shop) -> None:
    view = views.keep(shop.ala, name="Moje", filters=Filters(), is_shared=False, now=NOW)
    assert kept.one(shop.bolek, view.pk) is None
    with pytest.raises(NotAllowed):
        views.remove(view, shop.bolek, now=NOW)
    views.remove(view, shop.ala, now=NOW)
    assert not SavedView.objects.exists()


def test_a_list_that_would_cost_a_walk_shows_no_number(shop: Shop) -> None:
    assert kept.count(shop.ala, Filters(state="closed"), now=NOW) is None
    assert kept.count(shop.ala, Filters(text="paczka"), now=NOW) is None
