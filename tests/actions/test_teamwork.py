"""Tags, what a case is about, and calling a colleague."""

from datetime import timedelta

import pytest

from kontuar.actions import matter, mentions, tags, triage
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed
from kontuar.actions.matter import Words
from kontuar.store.models import AccountAccess, Case, CaseTag, JournalEntry, Mention, Tag
from kontuar.store.queries import teamwork
from tests.shop import NOW, Shop
from tests.talk import cases, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def one_case(shop: Shop) -> Case:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), now=NOW)
    return cases(shop.account)[0]


def test_a_tag_exists_once_whatever_its_letters(shop: Shop) -> None:
    first = tags.make(shop.ala, "Żółty  kubek", now=NOW)
    assert tags.make(shop.bolek, "zolty kubek", now=NOW) == first
    assert Tag.objects.get().name == "Żółty kubek"


def test_a_tag_is_put_on_once_and_taken_off_once(shop: Shop) -> None:
    case, tag = one_case(shop), tags.make(shop.ala, "Reklamacja", now=NOW)
    assert tags.put(case, tag, shop.bolek, now=NOW)
    assert not tags.put(case, tag, shop.ala, now=NOW)
    assert CaseTag.objects.get().by == shop.bolek
    assert tags.take(case, tag, shop.ala, now=NOW)
    assert not tags.take(case, tag, shop.ala, now=NOW)
    verbs = JournalEntry.objects.filter(case=case, verb__contains="tagged").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["case.tagged", "case.untagged"]


def test_a_stranger_neither_sees_nor_tags(shop: Shop) -> None:
    case, tag = one_case(shop), tags.make(shop.ala, "Reklamacja", now=NOW)
    assert not tags.put(case, tag, shop.celina, now=NOW)
    with pytest.raises(NotAllowed):
        tags.put_by_name(case, shop.celina, "Reklamacja", now=NOW)
    assert not CaseTag.objects.exists()


def test_who_may_only_look_tags_nothing(shop: Shop) -> None:
    AccountAccess.objects.filter(user=shop.bolek).update(role="viewer")
    with pytest.raises(NotAllowed):
        tags.make(shop.bolek, "Nowa", now=NOW)
    tag = tags.make(shop.ala, "Nowa", now=NOW)
    with pytest.raises(NotAllowed):
        tags.put(one_case(shop), tag, shop.bolek, now=NOW)


def test_an_ended_tag_stays_where_it_is_and_is_put_on_nothing_more(shop: Shop) -> None:
    case, tag = one_case(shop), tags.make(shop.ala, "Stare", now=NOW)
    tags.put(case, tag, shop.ala, now=NOW)
    with pytest.raises(NotAllowed):
        tags.end(tag, shop.bolek, now=NOW)
    tags.end(tag, shop.ala, now=NOW)
    tag.refresh_from_db()
    with pytest.raises(Invalid):
        tags.put(case, tag, shop.ala, now=NOW)
    assert [one.name for one in teamwork.tags_of([case.pk])[case.pk]] == ["Stare"]
    assert teamwork.tags() == []


def test_a_joined_conversation_brings_its_tags_and_undoing_takes_them_back(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), now=NOW)
    case = cases(shop.account)[0]
    other = Case.objects.create(account=case.account, buyer=case.buyer, opened_at=NOW)
    tags.put(other, tags.make(shop.ala, "Ważne", now=NOW), shop.ala, now=NOW)
    change = triage.merge(case, other, shop.ala, now=NOW)
    assert CaseTag.objects.filter(case=case).count() == 1
    triage.undo(change, shop.ala, now=NOW)
    assert list(CaseTag.objects.values_list("case", flat=True)) == [other.pk]


def test_what_it_is_about_is_kept_and_given_back_as_it_was(shop: Shop) -> None:
    case = one_case(shop)
    before = matter.note(case, shop.ala, Words(wants="refund"), seen_at=None, now=NOW)
    assert before == Words()
    later = NOW + HOUR
    words = Words(wants="other", wants_text="kartka na prezent", step="call", step_by=later)
    assert matter.note(case, shop.bolek, words, seen_at=NOW, now=later) == Words(wants="refund")
    assert matter.of(case) == words


def test_two_people_do_not_overwrite_each_other(shop: Shop) -> None:
    case = one_case(shop)
    matter.note(case, shop.ala, Words(wants="refund"), seen_at=None, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        matter.note(case, shop.bolek, Words(wants="part"), seen_at=None, now=NOW + HOUR)
    assert matter.of(case).wants == "refund"


def test_a_code_nobody_knows_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        matter.note(one_case(shop), shop.ala, Words(cause="moon"), seen_at=None, now=NOW)


def test_a_colleague_called_in_a_note_has_it_on_his_list_until_he_has_seen_it(shop: Shop) -> None:
    case = one_case(shop)
    triage.add_note(case, shop.ala, text="@bolek @celina @ala zobacz to", now=NOW)
    assert list(Mention.objects.values_list("user", flat=True)) == [shop.bolek.pk]
    assert teamwork.unseen_calls(shop.bolek) == 1
    assert teamwork.calls(case.pk, shop.bolek) == [("Ala", "@bolek @celina @ala zobacz to")]
    assert mentions.seen(case, shop.bolek, now=NOW) == 1
    assert mentions.seen(case, shop.bolek, now=NOW) == 0
    assert teamwork.unseen_calls(shop.bolek) == 0
    mentions.unseen(case, shop.bolek)
    assert teamwork.unseen_calls(shop.bolek) == 1


def test_who_lost_his_access_is_called_no_more(shop: Shop) -> None:
    case = one_case(shop)
    triage.add_note(case, shop.ala, text="@bolek zobacz", now=NOW)
    AccountAccess.objects.filter(user=shop.bolek).delete()
    assert teamwork.unseen_calls(shop.bolek) == 0
