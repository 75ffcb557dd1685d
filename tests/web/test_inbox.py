"""The list of messages: filters, search, pages, and whose they are."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.actions import index
from kontuar.store.models import Case, Duty
from kontuar.store.queries import inbox, inbox_search
from kontuar.store.queries.inbox import FILTERS, Wish
from tests.web.stock import Morning, Stock

HOUR = timedelta(hours=1)


@pytest.fixture
def indexed(desk: Morning) -> Morning:
    """The morning, searchable."""
    index.begin_again()
    while index.fill_some():
        pass
    return desk


def ids(page: inbox.Page) -> list[int]:
    return [row.case_id for row in page.rows]


def test_to_answer_begins_with_what_is_due_first(desk: Morning) -> None:
    rows = inbox.page(desk.ala, Wish(), now=timezone.now()).rows
    limits = [row.clock.safer_by for row in rows if row.clock]
    assert len(limits) == len(rows) == 9
    assert limits == sorted(limits)


@pytest.mark.parametrize(
    ("which", "names"),
    [
        ("waiting", {"waiting", "back"}),
        ("mine", {"parcel", "back"}),
        ("backlog", {"backlog-0", "backlog-1", "backlog-2", "backlog-3"}),
        ("thanks", {"thanks-ola.b", "thanks-karol_2", "thanks-zofia-n"}),
        ("stopped", {"blocked", "unsure", "refused"}),
    ],
)
def test_a_filter_shows_its_own(desk: Morning, which: str, names: set[str]) -> None:
    assert set(ids(inbox.page(desk.ala, Wish(which=which), now=timezone.now()))) == {
        desk.cases[name].pk for name in names
    }


def put_off(desk: Morning, until: datetime) -> Case:
    """A case with one duty that does not press yet."""
    case = desk.cases["foreign"]
    Case.objects.filter(pk=case.pk).update(state="waiting", waiting_until=until)
    Duty.objects.filter(case=case).update(warn_at=until + 5 * HOUR)
    return case


def is_to_answer(desk: Morning, case: Case, now: datetime) -> bool:
    """Whether it stands in the list; the number beside the list is the list's own length."""
    found = ids(inbox.page(desk.ala, Wish(), now=now))
    assert inbox.counts(desk.ala, now=now).todo == len(found)
    return case.pk in found


def test_what_was_put_off_is_not_to_be_answered_until_its_time_is_over(desk: Morning) -> None:
    now = timezone.now()
    case = put_off(desk, now + HOUR)
    assert not is_to_answer(desk, case, now)
    assert case.pk in ids(inbox.page(desk.ala, Wish(which="waiting"), now=now))
    assert is_to_answer(desk, case, now + HOUR)


def test_what_was_put_off_comes_back_when_a_limit_presses(desk: Morning) -> None:
    now = timezone.now()
    case = put_off(desk, now + HOUR)
    Duty.objects.filter(case=case).update(warn_at=now)
    assert is_to_answer(desk, case, now)


def test_a_case_put_off_comes_back_whichever_of_its_limits_presses(desk: Morning) -> None:
    now = timezone.now()
    case = put_off(desk, now + HOUR)
    first = Duty.objects.get(case=case)
    Stock(now).duty("keep_promise", first.since_at, first.due_at + HOUR, case=case)
    further = Duty.objects.filter(case=case).exclude(pk=first.pk)
    further.update(warn_at=now + HOUR, safer_by=first.safer_by + HOUR)
    assert not is_to_answer(desk, case, now)
    further.update(warn_at=now)
    assert is_to_answer(desk, case, now)


def test_nobodys_are_open_and_without_a_person(desk: Morning) -> None:
    found = ids(inbox.page(desk.ala, Wish(which="nobody"), now=timezone.now()))
    assert desk.cases["question"].pk in found
    assert desk.cases["weekend"].pk not in found
    assert desk.cases["waiting"].pk not in found


def test_one_account_can_be_chosen(desk: Morning) -> None:
    rows = inbox.page(desk.ala, Wish(which="all", account_id=desk.ogrod.pk), now=timezone.now()).rows
    assert {row.account_id for row in rows} == {desk.ogrod.pk}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("gdzie paczka", "parcel"),
        ("ZIELINSKA", "parcel"),
        ("wpuszczany klucz 72", None),
        ("grubosci zamek", "question"),
        ("jan_k72", "question"),
        ("siunciate", "foreign"),
        ("paczka zielinska", "parcel"),  # one word in a message, one in the buyer's name
    ],
)
def test_search_finds_folded_words_anywhere(indexed: Morning, words: str, name: str | None) -> None:
    desk = indexed
    found = ids(inbox.page(desk.ala, Wish(search=words), now=timezone.now()))
    assert (desk.cases[name].pk in found) if name else not found


def test_an_order_number_finds_its_cases(indexed: Morning) -> None:
    desk = indexed
    number = desk.orders["parcel"].external_id
    assert ids(inbox.page(desk.ala, Wish(search=number), now=timezone.now())) == [desk.cases["parcel"].pk]


@pytest.mark.parametrize("which", ["todo", "all"])
def test_pages_show_every_row_once_though_news_come_between(desk: Morning, which: str) -> None:
    stock = Stock(timezone.now())
    moment = stock.now + timedelta(hours=30)
    for number in range(95):
        case = stock.case(
            stock.buyer(desk.klamka, f"dawny_{number}"), ("buyer", timedelta(hours=1), "Pytanie")
        )
        stock.duty("answer", stock.now, moment, case=case)
    expected = set(ids_of_all(desk, which))
    seen: list[int] = []
    cursor = ""
    for turn in range(10):
        page = inbox.page(desk.ala, Wish(which=which, cursor=cursor), now=timezone.now())
        seen += ids(page)
        if turn == 0:
            stock.case(stock.buyer(desk.klamka, "nowy"), ("buyer", timedelta(0), "Właśnie piszę"))
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == expected


def ids_of_all(desk: Morning, which: str) -> list[int]:
    rows = Case.objects.filter(account__in=[desk.klamka, desk.ogrod])
    return list((rows.filter(duties__isnull=False) if which == "todo" else rows).values_list("pk", flat=True))


def test_a_broken_cursor_shows_the_first_page(desk: Morning) -> None:
    first = ids(inbox.page(desk.ala, Wish(), now=timezone.now()))
    for cursor in ("nonsense", "2026-11-20~1", "~", "2026-11-20T10:00:00+00:00~x"):
        assert ids(inbox.page(desk.ala, Wish(cursor=cursor), now=timezone.now())) == first


def test_a_search_goes_on_where_the_page_before_ended(indexed: Morning) -> None:
    now = timezone.now()
    every = inbox.page(indexed.ala, Wish(search="dzień dobry"), now=now)
    assert len(every.rows) > 3
    first = inbox.page(indexed.ala, Wish(search="dzień dobry"), size=2, now=now)
    rest = inbox.page(indexed.ala, Wish(search="dzień dobry", cursor=first.next), now=now)
    assert ids(first) + ids(rest) == ids(every)
    at = [row.at for row in every.rows if row.at]
    assert at == sorted(at, reverse=True)


def test_a_search_that_leaves_older_ones_out_says_so(
    indexed: Morning, seen_by, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Dopisz słowo, żeby znaleźć resztę."
    client = seen_by(indexed.ala)
    assert words not in client.get("/wiadomosci/?q=dzień dobry").content.decode()
    monkeypatch.setattr(inbox_search, "MOST", 2)
    page = inbox.page(indexed.ala, Wish(search="dzień dobry"), now=timezone.now())
    assert page.is_cut
    assert 0 < len(page.rows) <= 2 * len(inbox_search.KINDS)
    assert words in client.get("/wiadomosci/?q=dzień dobry").content.decode()


def test_nothing_that_can_be_searched_for_finds_nothing(indexed: Morning) -> None:
    assert not inbox.page(indexed.ala, Wish(search="…!"), now=timezone.now()).rows


def test_the_stranger_finds_nothing_of_it(indexed: Morning, seen_by) -> None:
    desk = indexed
    mine = {desk.cases["stranger"].pk}
    for which in FILTERS:
        assert set(ids(inbox.page(desk.celina, Wish(which=which), now=timezone.now()))) <= mine
    for words in ("zamek", "jan_k72", desk.orders["parcel"].external_id, "paczka"):
        assert not inbox.page(desk.celina, Wish(search=words), now=timezone.now()).rows
    assert inbox.counts(desk.celina, now=timezone.now()) == inbox.Counts(
        todo=1, waiting=0, backlog=0, thanks=0, stopped=1
    )
    assert not inbox.page(desk.celina, Wish(which="all", account_id=desk.klamka.pk), now=timezone.now()).rows


def test_the_number_of_queries_does_not_grow_with_the_list(desk: Morning) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            inbox.page(desk.ala, Wish(which="all"), now=timezone.now())
        return len(captured)

    before = count()
    stock = Stock(timezone.now())
    for number in range(35):
        stock.case(stock.buyer(desk.klamka, f"inny_{number}"), ("buyer", timedelta(hours=1), "Pytanie"))
    assert count() == before <= 4 + len(inbox.accounts(desk.ala))


def test_the_list_says_what_counts_and_what_does_not(desk: Morning, seen_by) -> None:
    page = seen_by(desk.ala).get("/wiadomosci/?f=all").content.decode()
    for words in (
        "odpowiedź · zostało",
        "nie liczy się",
        "czeka do",
        "po terminie",
        "zaległość, termin minął",
    ):
        assert words in page


def test_foreign_words_say_their_language(desk: Morning, seen_by) -> None:
    page = seen_by(desk.ala).get("/wiadomosci/").content.decode()
    assert '<span class="words clip" lang="lt">' in page


def test_more_lines_come_alone(desk: Morning, seen_by) -> None:
    client = seen_by(desk.ala)
    stock = Stock(timezone.now())
    for number in range(45):
        stock.case(stock.buyer(desk.klamka, f"inny_{number}"), ("buyer", timedelta(hours=1), "Pytanie"))
    cursor = inbox.page(desk.ala, Wish(which="all"), now=timezone.now()).next
    more = client.get(
        "/wiadomosci/", {"f": "all", "po": cursor}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in more
    assert more.count("data-open-row") > 10
    assert len(more) < 30_000


def test_the_page_weighs_less_than_sixty_kilobytes(desk: Morning, seen_by) -> None:
    stock = Stock(timezone.now())
    for number in range(45):
        case = stock.case(
            stock.buyer(desk.klamka, f"kupujacy_z_dlugim_loginem_{number}"),
            (
                "buyer",
                timedelta(hours=1),
                "Dzień dobry, czy ten zamek pasuje do drzwi o grubości 40 mm? " * 4,
            ),
        )
        stock.duty("answer", stock.now, stock.now + timedelta(hours=20), case=case)
    client = seen_by(desk.ala)
    assert len(client.get("/wiadomosci/").content) < 60_000
    assert len(client.get(f"/wiadomosci/{desk.cases['parcel'].pk}/").content) < 60_000


def test_the_preview_shows_the_first_and_the_last_message(desk: Morning, seen_by) -> None:
    page = seen_by(desk.ala).get(f"/wiadomosci/{desk.cases['parcel'].pk}/podglad/").content.decode()
    assert "czy paczka została już wysłana" in page
    assert "Gdzie jest paczka" in page
    assert "paczka wyszła wczoraj" not in page
