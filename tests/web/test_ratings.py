"""The list of ratings, and the one public answer to each."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kontuar.actions import deed_facts, policies
from kontuar.store.models import Account, Case, Goodwill, OfferPrice, OutgoingDeed, Rating, User
from kontuar.store.queries import ratings
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}
ANSWER = "Przykro nam, że tak wyszło. Nowa klamka wyjechała tego samego dnia."


@pytest.fixture
def ledger(desk: Morning) -> Morning:
    """Bad and unanswered, bad and answered, bad and taken out, good; one of a stranger."""
    a_rating(desk.klamka, "bad", removal_by=timezone.now() + 3 * DAY)
    a_rating(desk.klamka, "answered", answer="Dziękujemy za uwagę.")
    a_rating(desk.klamka, "out", is_excluded=True)
    a_rating(desk.klamka, "good", is_recommended=True)
    a_rating(desk.cudze, "secret")
    return desk


def a_rating(account: Account, name: str, **values: object) -> Rating:
    now = timezone.now()
    fields = {"is_recommended": False, "comment": f"Opinia {name}", "rated_at": now - DAY, **values}
    return Rating.objects.create(
        account=account, external_id=name, order_external_id=f"order-{name}", buyer_login=f"kupuje-{name}",
        first_seen_at=now, fact={}, **fields,
    )  # fmt: skip


@pytest.fixture
def ala(ledger: Morning, seen_by: SeenBy) -> Client:
    User.objects.update(language="en")
    return seen_by(ledger.ala)


def words(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def names(page: str) -> set[str]:
    return set(re.findall(r"<strong>kupuje-(\w+)</strong>", page))


def answer_url(name: str = "bad") -> str:
    return reverse("rating_answer", args=[Rating.objects.get(external_id=name).pk])


def form(text: str = ANSWER) -> dict[str, str]:
    """What the form of the rating "bad" sends."""
    seen = deed_facts.rating_stamp(Rating.objects.get(external_id="bad"))
    return {"text": text, "key": str(uuid4()), "seen": seen}


def test_a_rating_changed_since_the_page_was_opened_is_not_answered(ala: Client) -> None:
    page = words(ala, answer_url())
    sent = form()
    assert f'name="seen" value="{sent["seen"]}"' in page
    Rating.objects.filter(external_id="bad").update(comment="Jednak dobrze.")
    assert ala.post(answer_url(), sent).status_code == 422
    assert not OutgoingDeed.objects.exists()


def test_each_list_holds_what_its_name_says(ala: Client) -> None:
    url = reverse("ratings")
    assert names(words(ala, url)) == {"bad", "answered", "out"}
    assert names(words(ala, url + "?f=unanswered")) == {"bad"}
    assert names(words(ala, url + "?f=removable")) == {"bad"}
    assert names(words(ala, url + "?f=all")) == {"bad", "answered", "out", "good"}
    assert names(words(ala, url + "?q=order-good")) == {"good"}


def test_the_counts_beside_the_filters_are_the_lengths_of_the_lists(ledger: Morning) -> None:
    now = timezone.now()
    for which, count in ratings.counts(ledger.ala, now=now).items():
        assert count == len(ratings.page(ledger.ala, ratings.Wish(which=which), now=now).rows), which


def test_only_what_the_marketplace_takes_an_answer_to_offers_one(ala: Client) -> None:
    page = words(ala, reverse("ratings") + "?f=all")
    offered = {Rating.objects.get(pk=pk).external_id for pk in re.findall(r'href="/oceny/(\d+)/', page)}
    assert offered == {"bad"}


def test_the_form_comes_on_demand_with_the_rulebooks_number(ala: Client, ledger: Morning) -> None:
    channel = policies.policy(ledger.klamka, now=timezone.now()).deeds.rating_channel
    assert channel
    assert "<textarea" not in words(ala, reverse("ratings"))
    fragment = ala.get(answer_url(), headers=HTMX).content.decode()
    assert f'data-limit="{channel.text_length}"' in fragment
    assert f"up to {channel.text_length} characters" in fragment
    assert "phone numbers" in fragment
    assert "<html" not in fragment
    assert "<html" in words(ala, answer_url())


def test_an_answer_is_held_for_the_undo_time_and_can_be_taken_back(ala: Client) -> None:
    sent = form()
    assert ala.post(answer_url(), sent).status_code == 303
    assert ala.post(answer_url(), sent).status_code == 303
    deed = OutgoingDeed.objects.get(kind="rating_answer")
    assert (deed.state, deed.what["text"]) == ("held", ANSWER)
    page = words(ala, reverse("ratings"))
    assert ANSWER in page
    assert "leaves in a moment" in page
    assert f'action="{reverse("deed-cancel", args=[deed.pk])}"' in page
    ala.post(reverse("deed-cancel", args=[deed.pk]), {"next": reverse("ratings")})
    assert ANSWER not in words(ala, reverse("ratings"))
    assert answer_url() in words(ala, reverse("ratings"))


def test_with_script_the_line_comes_back_in_its_place(ala: Client) -> None:
    response = ala.post(answer_url(), form(), headers=HTMX)
    pk = Rating.objects.get(external_id="bad").pk
    assert response.headers["HX-Retarget"] == f"#rating-{pk}"
    assert ANSWER in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "script"])
def test_what_must_not_leave_comes_back_with_its_reason_and_the_text(
    ala: Client, headers: dict[str, str]
) -> None:
    text = "Spierdalaj, nie oddamy pieniędzy."
    response = ala.post(answer_url(), form(text), headers=headers)
    page = response.content.decode()
    assert response.status_code == 422
    assert text in page
    assert 'role="alert"' in page
    assert "A word everybody would read: “Spierdalaj”" in page
    assert not OutgoingDeed.objects.exists()


def test_what_the_marketplace_would_take_out_is_said_once_and_sent_if_insisted(ala: Client) -> None:
    sent = form("Proszę zadzwonić pod 600 700 800, oddamy pieniądze.")
    first = ala.post(answer_url(), sent)
    page = first.content.decode()
    assert first.status_code == 422
    assert sent["text"] in page
    assert "A phone number: “600 700 800”" in page
    assert not OutgoingDeed.objects.exists()
    warned = re.search(r'name="warned" value="([^"]+)"', page)
    assert warned
    assert ala.post(answer_url(), sent | {"warned": warned[1]}).status_code == 303
    assert OutgoingDeed.objects.get().what["text"] == sent["text"]


def test_a_second_answer_is_refused_and_its_text_kept(ala: Client) -> None:
    ala.post(answer_url(), form())
    second = ala.post(answer_url(), form("Jeszcze jedno słowo od nas."))
    assert second.status_code == 422
    assert "Jeszcze jedno słowo od nas." in second.content.decode()
    assert OutgoingDeed.objects.count() == 1
    seen = deed_facts.rating_stamp(Rating.objects.get(external_id="answered"))
    assert ala.post(answer_url("answered"), form() | {"seen": seen}).status_code == 422
    assert OutgoingDeed.objects.count() == 1


def test_who_may_only_read_is_offered_no_answer(ledger: Morning, seen_by: SeenBy) -> None:
    ledger.klamka.accesses.filter(user=ledger.bolek).update(role="viewer")
    bolek = seen_by(ledger.bolek)
    assert answer_url() not in words(bolek, reverse("ratings"))
    assert bolek.post(answer_url(), form()).status_code == 422
    assert not OutgoingDeed.objects.exists()


def test_a_stranger_finds_no_rating_of_others(ledger: Morning, seen_by: SeenBy) -> None:
    celina = seen_by(ledger.celina)
    assert names(words(celina, reverse("ratings") + "?f=all")) == {"secret"}
    assert celina.get(answer_url()).status_code == 404
    assert celina.post(answer_url(), form()).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(ala: Client, ledger: Morning) -> None:
    with CaptureQueriesContext(connection) as few:
        ala.get(reverse("ratings"))
    for number in range(12):
        a_rating(ledger.klamka, f"more{number}")
    with CaptureQueriesContext(connection) as many:
        ala.get(reverse("ratings"))
    assert len(many) <= len(few)


def test_floor_cost_and_goodwill_never_stand_on_the_screen_of_a_rating(ala: Client, ledger: Morning) -> None:
    rating = Rating.objects.get(external_id="bad")
    offers = [str(one) for one in rating.fact.get("offer_ids", ())] or ["1"]
    for offer in offers:
        OfferPrice.objects.create(
            account=rating.account,
            offer_external_id=offer,
            floor="71.11",
            cost="72.22",
            changed_at=timezone.now(),
        )
    for case in Case.objects.filter(account=rating.account):
        Goodwill.objects.create(case=case, amount="73.33", is_budget=True, at=timezone.now())
    shown = words(ala, answer_url()) + words(ala, reverse("ratings") + "?f=all")
    assert not re.search(r"7[123][.,][123]{2}", shown)
