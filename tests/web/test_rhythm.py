"""The day's rhythm on the screens: check-ins, what is due before the next one, before leaving."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kontuar.store.models import Absence, DeadlineLetter, Duty, Outgoing, OutgoingDeed, Rhythm, Stream, User
from kontuar.store.queries import today
from kontuar.web import day_strip
from kontuar.web.look import Look
from tests.web.stock import WARSAW, Morning, Stock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY_HOUR = [f"{hour:02d}:00" for hour in range(24)]


@pytest.fixture
def english(desk: Morning) -> Morning:
    User.objects.update(language="en")
    for person in (desk.ala, desk.bolek, desk.celina):
        person.refresh_from_db()
    return desk


def plan(user: User, **values: Any) -> Rhythm:
    given = {"check_ins": EVERY_HOUR, "check_in_days": list(range(7)), **values}
    return Rhythm.objects.update_or_create(user=user, defaults=given)[0]


def strip_of(user: User) -> day_strip.Strip:
    look = Look(now=timezone.now(), zone=WARSAW)
    board = today.board(user, now=look.now, day_ends_at=look.now + 12 * HOUR)
    with translation.override("en"):
        return day_strip.strip(user, board, look)


def all_read(desk: Morning) -> None:
    """Everything Bolek sees was read just now and has arrived; nothing is owed."""
    Stream.objects.filter(name__endswith="history").delete()
    Stream.objects.update(last_ok_at=timezone.now(), last_error="")
    Outgoing.objects.all().delete()
    OutgoingDeed.objects.all().delete()
    Duty.objects.all().delete()


def test_without_check_in_times_today_counts_nothing_and_leads_to_the_plan(english: Morning, seen_by) -> None:
    page = seen_by(english.ala).get("/").content.decode()
    assert strip_of(english.ala).due == ""
    assert 'href="/rytm/"' in page
    assert 'href="/rytm/wychodze/"' in page


def test_today_counts_and_marks_what_is_due_before_the_next_look(english: Morning, seen_by) -> None:
    plan(english.ala)
    # Nobody looks on public holidays: at Easter the next look is days away, and what is due tomorrow comes before it.
    far = timezone.now() + 30 * DAY
    Duty.objects.filter(case=english.cases["foreign"]).update(due_at=far, safer_by=far)
    strip = strip_of(english.ala)
    late = Duty.objects.get(case=english.cases["late"])
    calm = Duty.objects.get(case=english.cases["foreign"])
    assert f"duty-{late.pk}" in strip.marked
    assert f"duty-{calm.pk}" not in strip.marked
    page = seen_by(english.ala).get("/").content.decode()
    # An hour may have struck in between: then the page names the next one.
    [shown] = {one.mark: one for one in (strip, strip_of(english.ala)) if one.due in page}.values()
    assert page.count(f'<span class="tag strong">{shown.mark}</span>') >= 1


def test_all_answered_is_said_when_nothing_is_left_and_everything_was_read(english: Morning) -> None:
    plan(english.bolek)
    all_read(english)
    assert strip_of(english.bolek).due.startswith("All answered until")


@pytest.mark.parametrize("broken", ["silent", "never", "importing", "signed_out", "unsure"])
def test_all_answered_is_never_said_over_a_broken_reading(english: Morning, broken: str) -> None:
    plan(english.bolek)
    all_read(english)
    streams = Stream.objects.filter(account=english.klamka)
    if broken == "silent":
        streams.update(last_ok_at=timezone.now() - HOUR)
    elif broken == "never":
        streams.update(last_ok_at=None)
    elif broken == "importing":
        Stream.objects.create(account=english.klamka, name="history")
    elif broken == "signed_out":
        type(english.klamka).objects.filter(pk=english.klamka.pk).update(state="signed_out")
    else:
        Stock(timezone.now()).outgoing(
            english.cases["late"], "unsure", "Sprawdzę", english.ala, ago=HOUR, reason="timeout"
        )
    assert "All answered" not in strip_of(english.bolek).due
    assert "not all was read, or has arrived" in strip_of(english.bolek).due


def test_the_longest_silence_is_told_in_working_hours_and_leads_to_its_conversation(english: Morning) -> None:
    plan(english.ala, silence_hours=1)
    duty = Duty.objects.get(case=english.cases["late"])
    Duty.objects.filter(pk=duty.pk).update(since_at=timezone.now() - 30 * DAY)
    strip = strip_of(english.ala)
    assert "sklep_u_kasi" in strip.waiting
    assert strip.waiting_url == f"/wiadomosci/{english.cases['late'].pk}/"
    plan(english.ala, silence_hours=0)
    assert strip_of(english.ala).waiting == ""


def test_the_strip_costs_a_handful_of_queries_however_much_is_owed(english: Morning) -> None:
    plan(english.ala)
    Absence.objects.create(
        user=english.bolek,
        deputy=english.ala,
        first_day=timezone.now().date() - DAY,
        last_day=timezone.now().date() + DAY,
        created_at=timezone.now(),
    )
    look = Look(now=timezone.now(), zone=WARSAW)
    board = today.board(english.ala, now=look.now, day_ends_at=look.now + 12 * HOUR)
    with CaptureQueriesContext(connection) as asked, translation.override("en"):
        strip = day_strip.strip(english.ala, board, look)
    assert len(asked) <= 7
    assert strip.stands_in.startswith("In place of")
    assert english.cases["weekend"].pk in strip.taken_over


def test_a_plan_is_saved_in_plain_typing(english: Morning, seen_by) -> None:
    given = {
        "check_ins": "18, 7.30 13:00",
        "check_in_days": ["0", "5"],
        "silence_hours": "12",
        "letter_hours": "3",
        "quiet_from": "22",
        "quiet_until": "7",
    }
    answer = seen_by(english.ala).post("/rytm/", given)
    assert answer.status_code == 303
    row = Rhythm.objects.get(user=english.ala)
    assert (row.check_ins, row.check_in_days) == (["07:30", "13:00", "18:00"], [0, 5])
    assert (row.quiet_from, row.quiet_until, row.wants_letters) == ("22:00", "07:00", False)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("check_ins", "25:00", "Write the time as 15:00."),
        ("quiet_from", "22", "Write both times, or neither."),
        ("wants_letters", "on", "Write your e-mail address into your profile first."),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(
    english: Morning, seen_by, field: str, value: str, words: str
) -> None:
    User.objects.update(email="")
    given = {
        "check_ins": "8",
        "check_in_days": ["0"],
        "silence_hours": "8",
        "letter_hours": "4",
        field: value,
    }
    answer = seen_by(english.ala).post("/rytm/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Rhythm.objects.exists()


def test_before_leaving_lists_what_ends_until_the_return_and_nothing_of_strangers(
    english: Morning, seen_by
) -> None:
    far = timezone.now() + 400 * DAY
    case = english.cases["foreign"]
    Duty.objects.filter(case=case).update(due_at=far, safer_by=far)
    for choice in ("tomorrow", "weekend", "holidays"):
        page = seen_by(english.ala).get(f"/rytm/wychodze/?f={choice}").content.decode()
        assert "sklep_u_kasi" in page
        assert "tomas.lt" not in page
        assert "tajny_kupujacy" not in page
    assert "Not everything is read" in page  # the second account is still importing


def test_before_leaving_an_order_is_called_by_what_was_bought(english: Morning, seen_by) -> None:
    order = english.orders["no_number"]
    line = order.fact["lines"][0]["name"]
    late = timezone.now() - HOUR
    Duty.objects.create(
        account=order.account,
        order=order,
        kind="number",
        since_at=late,
        due_at=late,
        safer_by=late,
        warn_at=late,
        origin="rule",
        rule_id="C2",
        is_counted=False,
        standing="late",
        opened_at=late,
    )
    page = seen_by(english.ala).get("/rytm/wychodze/?f=tomorrow").content.decode()
    assert line in page
    assert f'<p class="clip quiet">{order.external_id}</p>' not in page


def test_the_days_of_looking_stand_under_their_words(english: Morning, seen_by) -> None:
    page = seen_by(english.ala).get("/rytm/").content.decode()
    assert "<legend>On these days</legend>" in page


def test_before_leaving_takes_a_day_of_ones_own(english: Morning, seen_by) -> None:
    Duty.objects.filter(case=english.cases["foreign"]).update(
        due_at=datetime(2070, 1, 1, tzinfo=UTC), safer_by=datetime(2070, 1, 1, tzinfo=UTC)
    )
    page = seen_by(english.ala).get("/rytm/wychodze/?day=2070-01-02").content.decode()
    assert "tomas.lt" in page
    for nonsense in ("yesterday", "0000-00-00", "1999-01-01", "9999-12-31"):
        assert seen_by(english.ala).get(f"/rytm/wychodze/?day={nonsense}").status_code == 200


def plan_absence(client: Any, user: User, deputy: User | None, days: int = 3) -> Any:
    today = timezone.now().astimezone(WARSAW).date()
    given = {
        "user": user.pk,
        "deputy": deputy.pk if deputy else "",
        "first_day": today.isoformat(),
        "last_day": (today + days * DAY).isoformat(),
    }
    return client.post("/rytm/nieobecnosci/", given)


def test_an_absence_shows_what_falls_within_and_a_notice_to_copy(english: Morning, seen_by) -> None:
    answer = plan_absence(seen_by(english.bolek), english.bolek, english.ala)
    assert answer.status_code == 303
    page = seen_by(english.bolek).get(answer.headers["Location"]).content.decode()
    assert "marta-wu" in page  # assigned to Bolek, ends tomorrow
    assert "tajny_kupujacy" not in page
    assert page.count('<p class="copy" lang="') >= 1
    assert "Back" in page


def test_what_is_assigned_to_the_absent_person_stands_marked_on_the_deputys_today(
    english: Morning, seen_by
) -> None:
    plan_absence(seen_by(english.bolek), english.bolek, english.ala)
    page = seen_by(english.ala).get("/").content.decode()
    assert "In place of Bolek Wrona: 1 conversation to answer" in page
    assert page.count(">in place of</span>") == 1
    Absence.objects.update(last_day=timezone.now().astimezone(WARSAW).date() - DAY)
    assert "In place of" not in seen_by(english.ala).get("/").content.decode()


def test_an_absence_is_called_off_by_its_person_or_an_owner_and_by_nobody_else(
    english: Morning, seen_by
) -> None:
    url = plan_absence(seen_by(english.bolek), english.bolek, None).headers["Location"]
    User.objects.filter(pk=english.celina.pk).update(is_owner=False)
    assert seen_by(english.celina).get(url).status_code == 404
    assert seen_by(english.celina).post(f"{url}odwolaj/").status_code == 404
    assert seen_by(english.bolek).post(f"{url}tekst/", {"notice": "Moje słowa"}).status_code == 303
    assert "Moje słowa" in seen_by(english.bolek).get(url).content.decode()
    assert seen_by(english.ala).post(f"{url}odwolaj/").status_code == 303
    assert not Absence.objects.exists()


def test_absences_that_make_no_sense_are_refused_in_words(english: Morning, seen_by) -> None:
    client = seen_by(english.bolek)
    plan_absence(client, english.bolek, None)
    again = plan_absence(client, english.bolek, None)
    assert "Another absence is planned" in again.content.decode()
    assert plan_absence(client, english.bolek, english.bolek).status_code == 422
    assert plan_absence(client, english.ala, None).status_code == 422  # another's, and he is no owner
    assert plan_absence(seen_by(english.ala), english.ala, None, days=-5).status_code == 422
    assert Absence.objects.count() == 1


def test_the_numbers_tell_questions_that_became_a_sale_and_guess_nothing_without_history(
    english: Morning, seen_by
) -> None:
    page = seen_by(english.ala).get("/rytm/liczby/").content.decode()
    assert "Too little history to say" in page
    assert "not known yet" in page
    assert "tajny_kupujacy" not in page
    assert "working hour" in page
    assert "First answers to questions" in page


def test_a_letter_that_may_not_have_arrived_is_said_on_ones_day(english: Morning, seen_by) -> None:
    DeadlineLetter.objects.create(user=english.ala, state="unsure", duties=3, at=timezone.now() - HOUR)
    page = seen_by(english.ala).get("/rytm/").content.decode()
    assert "3 deadlines: it is not known whether it arrived" in page
    assert "3 deadlines" not in seen_by(english.bolek).get("/rytm/").content.decode()


def test_what_was_not_bought_is_priced_by_its_offer(english: Morning, seen_by) -> None:
    stock = Stock(timezone.now())
    offer = stock.offer(english.klamka, "Zamek")
    type(offer).objects.filter(pk=offer.pk).update(fact={"price": {"amount": "149.00", "currency": "PLN"}})
    buyer = stock.buyer(english.klamka, "nie_kupil")
    stock.case(buyer, ("buyer", 40 * DAY, "Czy jest?"), kind="question", offer=offer)
    assert "149.00 zł" in seen_by(english.ala).get("/rytm/liczby/").content.decode()
    assert "149.00 zł" not in seen_by(english.celina).get("/rytm/liczby/").content.decode()
