"""Letters before a deadline: only then, only to those who asked, once, and without a buyer's word."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kontuar.actions import rhythm_letters
from kontuar.store.models import Absence, Buyer, Case, DeadlineLetter, DeadlineTold, Duty, Rhythm, User
from tests.letters import MailServer
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
State = DeadlineLetter.State


def owes(
    shop: Shop, due_at: datetime, *, assignee: User | None = None, login: str = "sekretny_kupiec"
) -> Duty:
    buyer = Buyer.objects.get_or_create(
        account=shop.account, login=login, defaults={"first_seen_at": NOW - DAY}
    )[0]
    case = Case.objects.create(
        account=shop.account,
        buyer=buyer,
        opened_at=NOW - DAY,
        last_text="sekretne słowa",
        subject="sekretny temat",
        assignee=assignee,
    )
    return Duty.objects.create(
        account=shop.account,
        case=case,
        kind="answer",
        since_at=NOW - DAY,
        due_at=due_at,
        safer_by=due_at,
        warn_at=due_at - HOUR,
        origin="rule",
        rule_id="B1",
        rule_version="2019-09-04",
        lost="quality_measure",
        next_step="answer",
        is_counted=True,
        standing="calm",
        opened_at=NOW - DAY,
    )


@pytest.fixture
def wanted(shop: Shop, letters: MailServer, settings: Any) -> Shop:
    """Ala and Bolek, who want a letter four hours before; Celina does not."""
    settings.PUBLIC_URL = "https://desk.example"
    for user in (shop.ala, shop.bolek, shop.celina):
        user.email, user.language = f"{user.username}@example.com", "en"
        user.save()
    for user in (shop.ala, shop.bolek):
        Rhythm.objects.create(user=user, wants_letters=True, letter_hours=4)
    return shop


def test_without_a_deadline_nobody_is_written_to(wanted: Shop, letters: MailServer) -> None:
    owes(wanted, NOW + 5 * HOUR)
    owes(wanted, NOW - MINUTE)
    assert rhythm_letters.tell_all(now=NOW) == 0
    assert letters.letters == []


def test_what_ends_soon_is_told_once_with_its_link_and_no_word_of_the_buyer(
    wanted: Shop, letters: MailServer
) -> None:
    duty = owes(wanted, NOW + 3 * HOUR)
    assert rhythm_letters.tell_all(now=NOW) == 2
    assert sum(rhythm_letters.tell_all(now=NOW + n * MINUTE) for n in range(1, 170, 10)) == 0
    assert sorted(letters.recipients) == ["ala@example.com", "bolek@example.com"]
    letter = letters.letters[0]
    body = letter.get_content()
    assert f"https://desk.example/wiadomosci/{duty.case_id}/" in body
    assert "1 × answer a message" in body
    assert "20.11, 13:00" in body
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "sekretn" not in f"{letter['Subject']} {body}"


def test_a_deadline_that_moved_is_another_one(wanted: Shop, letters: MailServer) -> None:
    duty = owes(wanted, NOW + 3 * HOUR, assignee=wanted.ala)
    assert rhythm_letters.tell_all(now=NOW) == 1
    Duty.objects.filter(pk=duty.pk).update(due_at=NOW + 2 * HOUR)
    assert rhythm_letters.tell_all(now=NOW + MINUTE) == 1


def test_a_colleagues_duty_is_told_to_him_alone_and_to_his_deputy_while_he_is_away(
    wanted: Shop, letters: MailServer
) -> None:
    owes(wanted, NOW + 3 * HOUR, assignee=wanted.bolek)
    absence = Absence.objects.create(
        user=wanted.bolek,
        deputy=wanted.ala,
        first_day=NOW.date() - DAY,
        last_day=NOW.date(),
        created_at=NOW,
    )
    assert rhythm_letters.tell_all(now=NOW) == 1
    assert letters.recipients == ["ala@example.com"]
    absence.delete()
    assert rhythm_letters.tell_all(now=NOW + MINUTE) == 1
    assert letters.recipients[-1] == "bolek@example.com"


def test_quiet_hours_hold_a_letter_until_they_end(wanted: Shop, letters: MailServer) -> None:
    Rhythm.objects.update(quiet_from="09:30", quiet_until="12:00")  # NOW is 10:00 in Warsaw
    owes(wanted, NOW + 3 * HOUR, assignee=wanted.ala)
    assert rhythm_letters.tell_all(now=NOW) == 0
    assert rhythm_letters.tell_all(now=NOW + 2 * HOUR) == 1


def test_a_deadline_within_the_quiet_hours_is_told_all_the_same(wanted: Shop, letters: MailServer) -> None:
    Rhythm.objects.update(quiet_from="09:30", quiet_until="12:00")
    owes(wanted, NOW + HOUR, assignee=wanted.ala)
    assert rhythm_letters.tell_all(now=NOW) == 1


def test_no_more_than_three_letters_an_hour_and_nothing_is_forgotten(
    wanted: Shop, letters: MailServer
) -> None:
    for number in range(6):
        owes(wanted, NOW + 3 * HOUR, assignee=wanted.ala, login=f"k{number}")
        rhythm_letters.tell_all(now=NOW + number * MINUTE)
    assert len(letters.letters) == 3
    assert rhythm_letters.tell_all(now=NOW + 61 * MINUTE) == 1
    assert DeadlineTold.objects.count() == 6


def test_a_letter_the_server_refused_is_tried_again_after_a_rest(wanted: Shop, letters: MailServer) -> None:
    owes(wanted, NOW + 3 * HOUR, assignee=wanted.ala)
    letters.refuses = True
    assert rhythm_letters.tell_all(now=NOW) == 0
    letters.refuses = False
    assert rhythm_letters.tell_all(now=NOW + MINUTE) == 0
    assert rhythm_letters.tell_all(now=NOW + 6 * MINUTE) == 1
    states = DeadlineLetter.objects.order_by("at").values_list("state", flat=True)
    assert list(states) == [State.REFUSED, State.SENT]


def test_what_a_dead_process_left_is_unsure_and_never_sent_again(wanted: Shop, letters: MailServer) -> None:
    duty = owes(wanted, NOW + 3 * HOUR, assignee=wanted.ala)
    letter = DeadlineLetter.objects.create(user=wanted.ala, state=State.SENDING, duties=1, at=NOW - HOUR)
    DeadlineTold.objects.create(
        letter=letter, user=wanted.ala, subject=f"case:{duty.case_id}:answer", due_at=duty.due_at
    )
    assert rhythm_letters.tell_all(now=NOW) == 0
    letter.refresh_from_db()
    assert letter.state == State.UNSURE
    assert letters.letters == []


def test_a_stranger_who_wants_letters_hears_nothing_of_others(wanted: Shop, letters: MailServer) -> None:
    Rhythm.objects.create(user=wanted.celina, wants_letters=True)
    owes(wanted, NOW + 3 * HOUR)
    rhythm_letters.tell_all(now=NOW)
    assert "celina@example.com" not in letters.recipients


def test_many_workers_at_once_write_one_letter(wanted: Shop, letters: MailServer) -> None:
    owes(wanted, NOW + 3 * HOUR, assignee=wanted.ala)
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            rhythm_letters.tell_all(now=NOW)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert letters.recipients == ["ala@example.com"]
    assert DeadlineLetter.objects.count() == 1
