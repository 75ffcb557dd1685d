"""The issues screen: its lists with both clocks, one issue, and what a person says the marketplace shows."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kontuar.facts.issues import Expectation, IssueKind, IssueStatus, ReturnItem
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.messages import MessageKind, ThreadKind
from kontuar.store.models import Account, Case, Issue, User
from kontuar.store.queries import issues
from tests.talk import said, take_in, thread
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ala(desk: Morning, seen_by: SeenBy) -> Client:
    User.objects.update(language="en")
    return seen_by(desk.ala)


@pytest.fixture
def opened(desk: Morning) -> Morning:
    """A claim that is talked about, a return on its way back, an old decided claim; one of a stranger."""
    now = timezone.now()
    a_claim(desk.klamka, now, "c1", words=("Pękła.", "Zdjęcie w załączniku.", "Kiedy odpowiedź?"))
    goods = ReturnItem(offer_id="1", name="Koc bawełniany", quantity=2, reason="DONT_LIKE_IT")
    take_in(
        desk.klamka,
        issue("r1", IssueKind.RETURN, IssueStatus.ON_ITS_WAY, now, raw="IN_TRANSIT", items=(goods,)),
        issue("c0", IssueKind.CLAIM, IssueStatus.ACCEPTED, now, raw="CLAIM_ACCEPTED"),
        now=now,
    )
    take_in(desk.cudze, issue("x1", IssueKind.CLAIM, IssueStatus.OPEN, now, buyer="tajny"), now=now)
    return desk


def issue(
    name: str, kind: IssueKind, status: IssueStatus, now: datetime, *, raw: str = "", **fields: object
) -> IssueFact:
    values = {
        "raw_status": raw or "CLAIM_SUBMITTED",
        "buyer_login": fields.pop("buyer", f"kupuje-{name}"),
        "reference": f"{name}/2026",
        "opened_at": now - 3 * DAY,
    }
    return IssueFact(external_id=name, kind=kind, status=status, **(values | fields))  # type: ignore[arg-type]


def a_claim(account: Account, now: datetime, name: str, *, words: tuple[str, ...] = ()) -> None:
    talk = f"issue:{name}"
    messages = [
        said(f"{name}-{n}", now - (len(words) - n) * HOUR, text, thread_id=talk, kind=MessageKind.PROBLEM)
        for n, text in enumerate(words)
    ]
    fact = issue(
        name, IssueKind.CLAIM, IssueStatus.OPEN, now, thread_id=talk, subject="Pęknięta podstawka",
        decide_by=now + 9 * DAY, expectations=(Expectation(kind="refund"),),
    )  # fmt: skip
    take_in(account, thread(talk, kind=ThreadKind.CLAIM), fact, *messages, now=now)


def words(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def numbers(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-case="(\d+)" data-open-row', page)]


def the(name: str) -> Issue:
    return Issue.objects.get(external_id=name)


def line(page: str, name: str) -> str:
    found = re.search(rf'<li data-row><a [^>]*data-case="{the(name).pk}".*?</li>', page, re.DOTALL)
    assert found, f"{name} is not in the list"
    return found[0]


def test_what_is_open_stands_in_the_first_list_and_what_is_over_in_its_own(
    ala: Client, opened: Morning
) -> None:
    assert set(numbers(words(ala, reverse("issues")))) == {the("c1").pk, the("r1").pk}
    assert numbers(words(ala, reverse("issues") + "?f=claims")) == [the("c1").pk]
    assert numbers(words(ala, reverse("issues") + "?f=returns")) == [the("r1").pk]
    assert numbers(words(ala, reverse("issues") + "?f=ended")) == [the("c0").pk]
    assert numbers(words(ala, reverse("issues") + "?f=talks")) == []


def test_the_counts_beside_the_filters_are_the_lengths_of_the_lists(opened: Morning) -> None:
    counted = issues.counts(opened.ala)
    for which, count in counted.items():
        assert count == len(issues.page(opened.ala, issues.Wish(which=which)).rows), which


def test_a_claim_shows_the_clock_of_its_next_step_before_that_of_the_answer(
    ala: Client, opened: Morning
) -> None:
    shown = line(words(ala, reverse("issues")), "c1")
    assert "Pęknięta podstawka" in shown
    assert 0 < shown.index("goods back? · ") < shown.index("answer · ")
    assert "problem ·" not in shown


def test_a_return_is_named_by_what_comes_back(ala: Client, opened: Morning) -> None:
    shown = line(words(ala, reverse("issues")), "r1")
    assert "Koc bawełniany" in shown
    assert "on its way back" in shown
    page = words(ala, reverse("issue", args=[the("r1").pk]))
    assert "2 × Koc bawełniany" in page
    assert "does not like it" in page


def test_an_issue_tells_what_is_wanted_and_the_last_words_with_the_way_to_the_answer(
    ala: Client, opened: Morning
) -> None:
    page = words(ala, reverse("issue", args=[the("c1").pk]))
    case = Case.objects.get(thread__external_id="issue:c1")
    assert "The buyer wants: money back" in page
    assert page.index("The buyer wants") < page.index("Kiedy odpowiedź?")
    assert "1 earlier message" in page
    assert f'href="{reverse("case", args=[case.pk])}" data-key="r"' in page
    assert "without a decision the claim counts as accepted" in page


def test_the_talk_of_a_claim_leads_back_to_it_with_its_nearest_clock(ala: Client, opened: Morning) -> None:
    case = Case.objects.get(thread__external_id="issue:c1")
    page = words(ala, reverse("case", args=[case.pk]))
    head = page[page.index('id="thread-head"') : page.index('id="thread-head"') + 6000]
    assert reverse("issue", args=[the("c1").pk]) in head
    assert "goods back: yes or no" in head, "asked for first, the decision after it"


def test_doubts_are_told_in_words_and_listed(ala: Client, opened: Morning) -> None:
    Issue.objects.filter(external_id="c1").update(doubts=[{"code": "open_but_closed_in_talk"}])
    assert numbers(words(ala, reverse("issues") + "?f=doubtful")) == [the("c1").pk]
    page = words(ala, reverse("issue", args=[the("c1").pk]))
    assert "does not agree:" in page
    assert "The state says open, the talk says that it was closed." in page
    assert "open_but_closed_in_talk" not in page


def test_what_a_person_saw_on_the_marketplaces_page_counts_until_taken_back(
    ala: Client, opened: Morning
) -> None:
    url = reverse("issue_say", args=[the("c1").pk])
    assert ala.post(url, {"status": "rejected"}).status_code == 303
    assert the("c1").panel_status == "rejected"
    page = words(ala, reverse("issue", args=[the("c1").pk]))
    assert "looked on today" in page
    assert the("c1").pk not in numbers(words(ala, reverse("issues")))
    assert ala.post(url, {"forget": "1", "status": "rejected"}).status_code == 303
    assert the("c1").panel_status == ""
    assert the("c1").pk in numbers(words(ala, reverse("issues")))


def test_a_state_no_claim_can_have_is_not_noted(ala: Client, opened: Morning) -> None:
    ala.post(reverse("issue_say", args=[the("c1").pk]), {"status": "on_its_way"})
    assert the("c1").panel_status == ""


def test_who_may_only_read_cannot_say_what_the_page_shows(opened: Morning, seen_by: SeenBy) -> None:
    opened.klamka.accesses.filter(user=opened.bolek).update(role="viewer")
    bolek, pk = seen_by(opened.bolek), the("c1").pk
    assert reverse("issue_say", args=[pk]) not in words(bolek, reverse("issue", args=[pk]))
    bolek.post(reverse("issue_say", args=[pk]), {"status": "closed"})
    assert the("c1").panel_status == ""


def test_a_stranger_finds_no_issue_of_others(opened: Morning, seen_by: SeenBy) -> None:
    celina, pk = seen_by(opened.celina), the("c1").pk
    assert celina.get(reverse("issue", args=[pk])).status_code == 404
    assert celina.post(reverse("issue_say", args=[pk]), {"status": "closed"}).status_code == 404
    assert numbers(words(celina, reverse("issues") + "?f=all")) == [the("x1").pk]
    assert "tajny" not in words(seen_by(opened.ala), reverse("issues") + "?f=all")


def test_the_list_goes_on_where_it_stopped_without_repeating(
    ala: Client, opened: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    for number in range(4):
        a_claim(opened.klamka, now, f"n{number}")
    monkeypatch.setattr(issues, "PAGE", 2)
    seen: list[int] = []
    url = reverse("issues")
    while url:
        page = words(ala, url)
        seen += numbers(page)
        more = re.search(r'hx-get="([^"]*po=[^"]*)"', page)
        url = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 6


def test_the_number_of_queries_does_not_grow_with_the_list(ala: Client, opened: Morning) -> None:
    url, now = reverse("issues") + "?f=all", timezone.now()
    with CaptureQueriesContext(connection) as few:
        ala.get(url)
    for number in range(6):
        a_claim(opened.klamka, now, f"n{number}", words=("Kiedy?",))
    with CaptureQueriesContext(connection) as many:
        ala.get(url)
    assert len(many) <= len(few)


def test_unresolved_discussions_stand_beside_what_the_marketplace_bears(ala: Client, opened: Morning) -> None:
    now, url = timezone.now(), reverse("issues") + "?f=talks"
    for number in range(3):
        fact = issue(
            f"d{number}", IssueKind.DISCUSSION, IssueStatus.UNRESOLVED, now, raw="DISPUTE_UNRESOLVED"
        )
        take_in(opened.klamka, fact, now=now)
    old = {"opened_at": now - 61 * DAY}
    take_in(
        opened.klamka,
        issue("d9", IssueKind.DISCUSSION, IssueStatus.UNRESOLVED, now, raw="DISPUTE_UNRESOLVED", **old),
        now=now,
    )
    page = ala.get(url).content.decode()
    assert "Unresolved, opened in the last 60 days: 3. Allegro bears 2." in page
    assert "Unresolved, opened" not in ala.get(reverse("issues")).content.decode()
