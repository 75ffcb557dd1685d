"""Today: what can still be saved first, and nothing that is not this person's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.store.models import Account, Case, Duty, Outgoing, OutgoingDeed, Stream
from kontuar.store.queries import today, today_talks
from kontuar.store.queries.ready import Ready
from kontuar.web import context
from tests.web.stock import Morning, Stock

HOUR = timedelta(hours=1)


def board_of(user, now=None):
    now = now or timezone.now()
    return today.board(user, now=now, day_ends_at=now + 5 * HOUR)


def test_today_stands_in_the_order_of_the_product(desk: Morning, seen_by) -> None:
    page = seen_by(desk.ala).get("/").content.decode()
    places = [
        page.index(words)
        for words in ("odczytano", "Wiadomości do sprawdzenia", "Problemy z zakupem", "Pytania przed zakupem")
    ]
    places += [page.index(words) for words in ("Pozostałe odpowiedzi", "Wróciły z odłożenia", "Paczki</h2>")]
    places += [page.index("Zaległości do przejrzenia"), page.index(">Podziękowania ")]
    assert places == sorted(places)


def test_each_group_is_sorted_by_the_safer_date(desk: Morning) -> None:
    board = board_of(desk.ala)
    for group in (board.problems, board.questions, board.answers):
        assert [line.safer_by for line in group] == sorted(line.safer_by for line in group)


def test_what_is_late_but_owed_stays_among_its_kind(desk: Morning, seen_by) -> None:
    board = board_of(desk.ala)
    assert desk.cases["late"].pk in [line.case_id for line in board.answers]
    assert "3 h po terminie" in seen_by(desk.ala).get("/").content.decode()


def test_a_line_tells_the_clock_the_consequence_and_the_next_step(desk: Morning, seen_by) -> None:
    page = seen_by(desk.ala).get("/").content.decode()
    assert "24 h na odpowiedź · zostało 2 h" in page
    assert "Allegro liczy to do jakości sprzedaży" in page
    assert "bezpieczniej do " in page
    assert f'hx-get="/wiadomosci/{desk.cases["question"].pk}/w-miejscu/"' in page


def test_the_days_parcels_are_one_line_with_the_troubles_opened(desk: Morning, seen_by) -> None:
    board = board_of(desk.ala, timezone.now())
    assert {row.trouble for row in board.parcels.troubles} == {"late", "cancelled_after_label", "no_number"}
    page = seen_by(desk.ala).get("/").content.decode()
    assert "3 kłopoty" in page
    assert "kupuje_1" not in page


def test_an_account_that_is_not_read_is_said_in_red_and_nothing_is_called_done(
    desk: Morning, seen_by
) -> None:
    Duty.objects.all().delete()
    Case.objects.all().delete()
    Stream.objects.filter(account=desk.klamka).update(last_ok_at=timezone.now() - 2 * HOUR)
    page = seen_by(desk.ala).get("/").content.decode()
    assert "nie czytam od" in page
    assert "Wszystko załatwione" not in page


def test_all_is_done_only_over_fresh_data(desk: Morning, seen_by) -> None:
    Duty.objects.all().delete()
    Case.objects.all().delete()
    for order in desk.orders.values():
        order.delete()
    page = seen_by(desk.ala).get("/").content.decode()
    assert "Wszystko załatwione" not in page, "one account is still reading its history"
    Stream.objects.filter(name__endswith="history").update(is_finished=True)
    page = seen_by(desk.ala).get("/").content.decode()
    assert "Wszystko załatwione" in page


def test_a_deed_that_did_not_happen_stands_on_today(desk: Morning, seen_by) -> None:
    order = next(iter(desk.orders.values()))
    OutgoingDeed.objects.create(
        account=order.account, kind="tracking", order=order, what={"waybill": "1"}, state="refused",
        asked_at=timezone.now(), not_before=timezone.now(), asked_by=desk.ala,
    )  # fmt: skip
    assert board_of(desk.ala).deeds == 1
    assert not board_of(desk.ala).is_clear
    assert board_of(desk.celina).deeds == 0


def test_a_signed_out_account_stands_first_with_the_way_back(desk: Morning, seen_by) -> None:
    Account.objects.filter(pk=desk.ogrod.pk).update(state=Account.State.SIGNED_OUT)
    assert board_of(desk.ala).accounts[0].account_id == desk.ogrod.pk
    assert "Zaloguj ponownie" in seen_by(desk.ala).get("/").content.decode()
    assert "Zaloguj ponownie" not in seen_by(desk.bolek).get("/").content.decode()


def test_the_first_import_shows_its_counts(desk: Morning, seen_by) -> None:
    assert "czytam historię: 1240 z 3100" in seen_by(desk.ala).get("/").content.decode()


def test_an_answer_on_its_way_is_no_longer_owed_until_the_buyer_writes_again(desk: Morning) -> None:
    case = desk.cases["held"]
    assert case.pk in [line.case_id for line in board_of(desk.ala).leaving]
    Case.objects.filter(pk=case.pk).update(last_buyer_at=timezone.now() + timedelta(seconds=5))
    assert case.pk in [line.case_id for line in board_of(desk.ala).questions]


def test_a_case_put_off_comes_back_when_its_clock_presses(desk: Morning) -> None:
    now, case = timezone.now(), desk.cases["foreign"]
    Case.objects.filter(pk=case.pk).update(state="waiting", waiting_until=now + HOUR)
    assert case.pk in [line.case_id for line in board_of(desk.ala).put_off]
    Duty.objects.filter(case=case).update(warn_at=now - HOUR)
    assert case.pk in [line.case_id for line in board_of(desk.ala).questions]


def test_a_stopped_message_and_its_duty_stand_in_one_place(desk: Morning) -> None:
    board = board_of(desk.ala)
    stuck = {one.case_id for one in board.stopped}
    assert {desk.cases[name].pk for name in ("blocked", "unsure", "refused")} == stuck
    assert not stuck & {line.case_id for line in (*board.questions, *board.answers, *board.problems)}


def test_a_message_given_back_needs_a_look_one_that_waits_by_wish_does_not(desk: Morning) -> None:
    row = desk.outgoing["held"]
    assert row.pk not in [one.outgoing_id for one in board_of(desk.ala).stopped]
    Outgoing.objects.filter(pk=row.pk).update(hold_reason="buyer_wrote_since")
    assert row.pk in [one.outgoing_id for one in board_of(desk.ala).stopped]


def test_the_stranger_sees_nothing_of_it(desk: Morning, seen_by) -> None:
    page = seen_by(desk.celina).get("/").content.decode()
    for secret in ("jan_k72", "Klamka", "adam-pech", "spozniona_paczka", "r_wilk", "dawny_1", "karol_2"):
        assert secret not in page
    assert "tajny_kupujacy" in page
    assert "tajny_kupujacy" not in seen_by(desk.ala).get("/").content.decode()


def test_the_viewer_of_an_account_gets_no_button_to_answer(desk: Morning, seen_by) -> None:
    page = seen_by(desk.bolek).get("/").content.decode()
    assert f"/wiadomosci/{desk.cases['foreign'].pk}/w-miejscu/" not in page
    assert f"/wiadomosci/{desk.cases['question'].pk}/w-miejscu/" in page


def test_the_number_of_queries_does_not_grow_with_the_day(desk: Morning) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            board_of(desk.ala)
        return len(captured)

    before = count()
    stock = Stock(timezone.now())
    for number in range(30):
        case = stock.case(stock.buyer(desk.klamka, f"nowy_{number}"), ("buyer", HOUR, "Pytanie"))
        stock.duty("answer", stock.now, stock.now + 20 * HOUR, case=case)
        stock.case(
            stock.buyer(desk.klamka, f"dzieki_{number}"), ("buyer", HOUR, "dzięki"), review_list="closers"
        )
    assert count() == before <= 17


def test_a_day_of_forty_lines_weighs_less_than_sixty_kilobytes(desk: Morning, seen_by) -> None:
    stock = Stock(timezone.now())
    for number in range(26):
        case = stock.case(
            stock.buyer(desk.klamka, f"kupujacy_z_dlugim_loginem_{number}"),
            (
                "buyer",
                HOUR,
                "Dzień dobry, czy ten zamek pasuje do drzwi o grubości 40 mm i ile trwa wysyłka? " * 3,
            ),
            subject="Zamek wpuszczany 72/50 z wkładką, kolor inox",
        )
        stock.duty("answer", stock.now, stock.now + 20 * HOUR, case=case)
    assert len(seen_by(desk.ala).get("/").content) < 60_000


@pytest.mark.parametrize(
    ("counted", "said"),
    [(1000, "Jeszcze 12 czeka w Wiadomościach"), (6, "Ponad 4 kolejnych czeka w Wiadomościach")],
)
def test_what_a_page_does_not_show_is_counted_truly(
    desk: Morning, seen_by, monkeypatch: pytest.MonkeyPatch, counted: int, said: str
) -> None:
    """More wait than are looked at (4, of which 2 are shown): the number is theirs, or said to be over so many."""
    stock = Stock(timezone.now())
    have = Duty.objects.filter(account__accesses__user=desk.ala, case__isnull=False).count()
    for number in range(14 - have):
        case = stock.case(stock.buyer(desk.klamka, f"buyer_{number}"), ("buyer", HOUR, "Is it there?"))
        stock.duty("answer", stock.now, stock.now + 20 * HOUR, case=case)
    monkeypatch.setattr(today_talks, "MOST", 4)
    monkeypatch.setattr(today_talks, "MOST_LINES", 2)
    monkeypatch.setattr(today_talks, "MOST_COUNTED", counted)
    for name in ("_OWED", "_EVERY"):
        monkeypatch.setattr(today_talks, name, Ready(getattr(today_talks, name)._build))
    page = seen_by(desk.ala).get("/").content.decode()
    assert said in page


def test_thanks_are_closed_in_bulk_and_only_ones_own(desk: Morning, seen_by) -> None:
    thanks = [case.pk for name, case in desk.cases.items() if name.startswith("thanks")]
    seen_by(desk.celina).post("/dzis/zamknij-podziekowania/", {"case": thanks})
    assert Case.objects.filter(pk__in=thanks, review_list="closers").count() == 3
    answer = seen_by(desk.ala).post("/dzis/zamknij-podziekowania/", {"case": thanks}, follow=True)
    assert "Zamknięto 3 rozmowy." in answer.content.decode()
    assert not Case.objects.filter(review_list="closers").exists()


def test_the_backlog_is_closed_with_a_reason_only(desk: Morning, seen_by) -> None:
    old = [case.pk for name, case in desk.cases.items() if name.startswith("backlog")]
    client = seen_by(desk.ala)
    answer = client.post("/dzis/zamknij-zaleglosci/", {"case": old}, follow=True)
    assert "Wybierz, dlaczego zamykasz bez odpowiedzi." in answer.content.decode()
    client.post("/dzis/zamknij-zaleglosci/", {"case": old, "reason": "too_old"})
    assert not Case.objects.filter(review_list="backlog").exists()


def test_the_poll_gets_the_board_alone(desk: Morning, seen_by) -> None:
    fragment = seen_by(desk.ala).get("/", headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="board"')
    assert "<html" not in fragment


def test_an_empty_desk_teaches_what_to_do(seen_by, make_person) -> None:
    page = seen_by(make_person("nowa", is_owner=True)).get("/").content.decode()
    assert "Nie ma jeszcze połączonego konta" in page
    assert "tylko podgląd" in page


@pytest.mark.parametrize("language", ["pl", "en", "lt", "de"])
def test_today_speaks_every_language_offered(desk: Morning, seen_by, language: str) -> None:
    desk.ala.language = language
    desk.ala.save(update_fields=["language"])
    page = seen_by(desk.ala).get("/").content.decode()
    assert f'<html lang="{language}"' in page
    questions = {
        "pl": "Pytania przed zakupem",
        "en": "Questions before purchase",
        "lt": "Klausimai prieš pirkimą",
        "de": "Fragen vor dem Kauf",
    }
    assert questions[language] in page


@pytest.mark.parametrize(
    ("late", "soon", "count"), [(0, 7, 7), (998, 1, 999), (998, 2, "1000+"), (1000, 0, "1000+")]
)
def test_beside_today_stands_how_much_presses_and_from_a_thousand_on_that_it_may_be_more(
    late: int, soon: int, count: object
) -> None:
    told = context._count("today", today.Header(late=late, soon=soon, stopped=0, deeds=0))
    assert told["count"] == count
    assert ("1000" in told["count_title"]) == (count == "1000+")
