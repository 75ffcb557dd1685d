"""Conversations nothing leads on stand in one list, until somebody notes what comes next."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.facts.issues import Expectation, IssueKind, IssueStatus
from kontuar.facts.issues import Issue as IssueFact
from kontuar.store.models import Case, CaseMatter, Issue, User
from kontuar.store.queries import loose_ends
from kontuar.store.rebuild import to_json
from tests.web.stock import Morning, Stock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = "/rytm/bez-kroku/"


@pytest.fixture
def english(desk: Morning) -> Morning:
    User.objects.update(language="en")
    Case.objects.all().delete()
    return desk


def talk(desk: Morning, login: str, **more: Any) -> Case:
    stock = Stock(timezone.now())
    words = (("buyer", 2 * DAY, "Kiedy?"), ("seller", DAY, "Sprawdzę."))
    return stock.case(stock.buyer(desk.klamka, login), *words, **more)


def noted(case: Case, **values: Any) -> None:
    CaseMatter.objects.create(case=case, changed_at=timezone.now(), **values)


def logins(rows: list[Case]) -> list[str]:
    return [row.buyer.login for row in rows]


def test_open_without_a_duty_a_step_or_a_date_is_a_loose_end(english: Morning, seen_by) -> None:
    talk(english, "luzny")
    stock = Stock(timezone.now())
    stock.duty("answer", stock.now, stock.now + HOUR, case=talk(english, "z_zegarem"))
    noted(talk(english, "z_krokiem"), step="ask_supplier", step_by=timezone.now() + DAY)
    noted(talk(english, "tylko_przyczyna"), cause="stock")
    talk(english, "czeka", state="waiting", waiting_until=timezone.now() + DAY)
    talk(english, "zamkniety", state="closed", closed_at=timezone.now())
    talk(english, "dziekuje", review_list="closers")
    stock.outgoing(talk(english, "w_drodze"), "queued", "Już", english.ala, ago=HOUR)
    assert sorted(logins(loose_ends.adrift(english.ala, timezone.now()))) == ["luzny", "tylko_przyczyna"]
    assert loose_ends.adrift(english.celina, timezone.now()) == []
    page = seen_by(english.ala).get(PAGE).content.decode()
    case = Case.objects.get(buyer__login="luzny")
    assert "Open without a next step" in page
    assert f'href="/wiadomosci/{case.pk}/' in page


def test_what_was_put_off_comes_back_and_a_step_ends_with_its_day(english: Morning) -> None:
    now = timezone.now()
    talk(english, "wraca", state="waiting", waiting_until=now - HOUR)
    talk(english, "jeszcze_nie", state="waiting", waiting_until=now + HOUR)
    noted(talk(english, "po_terminie"), step="ask_supplier", step_by=now - DAY)
    noted(talk(english, "bez_dnia"), step="ask_supplier")
    assert sorted(logins(loose_ends.adrift(english.ala, now))) == ["po_terminie", "wraca"]


def test_trouble_without_a_wish_or_an_outcome_is_listed(english: Morning) -> None:
    now = timezone.now()
    talk(english, "nie_wiadomo", thread_kind="problem", state="waiting", waiting_until=now + DAY)
    noted(talk(english, "chce_zwrotu", thread_kind="problem"), wants="refund")
    told = talk(english, "formularz", thread_kind="claim")
    fact = IssueFact(
        external_id="i",
        kind=IssueKind.CLAIM,
        status=IssueStatus.OPEN,
        raw_status="x",
        expectations=(Expectation(kind="repair"),),
    )
    Issue.objects.create(
        account=english.klamka, external_id="i", kind="claim", status="open", thread=told.thread, first_seen_at=now,
        changed_at=now, fact=to_json(fact),
    )  # fmt: skip
    assert logins(loose_ends.wish_unknown(english.ala)) == ["nie_wiadomo"]
    done = {"state": "closed", "closed_at": now - HOUR}
    talk(english, "koniec_bez_slowa", thread_kind="problem", **done)
    noted(talk(english, "koniec", thread_kind="problem", **done), outcome="paid_back")
    talk(english, "zwykla_rozmowa", **done)
    assert logins(loose_ends.outcome_unknown(english.ala, now)) == ["koniec_bez_slowa"]


def test_a_desk_without_loose_ends_says_so_and_many_cost_no_more_queries(english: Morning, seen_by) -> None:
    client = seen_by(english.ala)
    assert "No loose ends" in client.get(PAGE).content.decode()
    talk(english, "pierwszy")

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    before = count()
    for number in range(60):
        talk(english, f"b{number}")
    assert count() == before
    page = client.get(PAGE).content.decode()
    assert "50+" in page
    assert len(page) < 60_000
