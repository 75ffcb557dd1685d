"""What buyers wish for and praise: noted once, counted by buyers, told only where we may write."""

from datetime import timedelta

import pytest

from kontuar.actions import praise, suggestions
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Case, Draft, Message, Praise, Suggestion, SuggestionAsk
from kontuar.store.queries import voices
from tests.shop import NOW, Shop
from tests.talk import answered, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def asked(shop: Shop) -> Message:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), answered("m2", NOW - HOUR / 2, "Tak."), now=NOW)
    return Message.objects.get(external_id="m1")


def test_a_wish_is_noted_once_and_counted_by_buyers(shop: Shop) -> None:
    message = asked(shop)
    row = suggestions.note(message, shop.bolek, text="  czarny   kubek ", now=NOW)
    assert suggestions.note(message, shop.ala, same_as=row, now=NOW) == row
    assert (row.text, SuggestionAsk.objects.count()) == ("czarny kubek", 1)
    (found,) = voices.suggestions(shop.bolek)
    assert (found.count, found.asks[0].message) == (1, message)
    assert voices.suggestions(shop.celina) == []


def test_of_a_message_that_is_gone_the_count_stays(shop: Shop) -> None:
    message = asked(shop)
    suggestions.note(message, shop.bolek, text="czarny kubek", now=NOW)
    Case.objects.all().delete()
    (found,) = voices.suggestions(shop.bolek)
    assert (found.count, found.asks) == (1, ())


def test_taken_back_a_wish_nobody_else_asked_for_goes(shop: Shop) -> None:
    suggestions.note(asked(shop), shop.bolek, text="czarny kubek", now=NOW)
    suggestions.take_back(SuggestionAsk.objects.get(), shop.bolek, now=NOW)
    assert not Suggestion.objects.exists()


def test_declining_needs_a_reason(shop: Shop) -> None:
    row = suggestions.note(asked(shop), shop.bolek, text="czarny kubek", now=NOW)
    with pytest.raises(Invalid):
        suggestions.settle(row, shop.bolek, status="declined", now=NOW)
    suggestions.settle(row, shop.bolek, status="declined", reason="producent go nie robi", now=NOW)
    row.refresh_from_db()
    assert (row.status, row.reason) == ("declined", "producent go nie robi")


def test_a_draft_is_put_only_where_it_is_done_and_we_may_write(shop: Shop) -> None:
    message = asked(shop)
    row = suggestions.note(message, shop.bolek, text="czarny kubek", now=NOW)
    ask = SuggestionAsk.objects.get()
    with pytest.raises(Invalid):
        suggestions.prepare(ask, shop.bolek, now=NOW)
    suggestions.settle(row, shop.bolek, status="done", now=NOW)
    case = suggestions.prepare(SuggestionAsk.objects.get(), shop.bolek, now=NOW)
    assert "czarny kubek" in Draft.objects.get(case=case, user=shop.bolek).text


@pytest.mark.parametrize("place", ["claim", "closed", "mail", "none"])
def test_elsewhere_nothing_is_prepared(shop: Shop, place: str) -> None:
    case = asked(shop).case
    assert case.thread is not None
    if place == "claim":
        case.thread.kind = "claim"
    elif place == "closed":
        case.thread.is_open = False
    elif place == "mail":
        case.account.platform = "mail"
    else:
        case.thread = None
    assert suggestions.why_not_told(case)


def test_praise_is_counted_once_a_message_and_put_right(shop: Shop) -> None:
    message = asked(shop)
    praise.note(message, shop.bolek, what="speed", person=None, now=NOW)
    praise.note(message, shop.bolek, what="help", person=shop.bolek, now=NOW)
    row = Praise.objects.get()
    assert (row.what, row.person, row.at) == ("help", shop.bolek, message.written_at)
    praise.take_back(row, shop.ala, now=NOW)
    assert not Praise.objects.exists()


def test_only_words_of_buyers_by_people_who_answer_here(shop: Shop) -> None:
    message = asked(shop)
    ours = Message.objects.get(external_id="m2")
    with pytest.raises(Invalid):
        praise.note(ours, shop.bolek, what="speed", person=None, now=NOW)
    with pytest.raises(Invalid):
        suggestions.note(ours, shop.bolek, text="x", now=NOW)
    with pytest.raises(Invalid):
        praise.note(message, shop.bolek, what="speed", person=shop.celina, now=NOW)
    for deed in (
        lambda: praise.note(message, shop.celina, what="speed", person=None, now=NOW),
        lambda: suggestions.note(message, shop.celina, text="x", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()
