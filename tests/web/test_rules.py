"""The rulebook on screen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import RuleOverride
from tests.shop import Shop

pytestmark = pytest.mark.django_db
RULES = "/ustawienia/zasady/"


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def own_value(**more: str) -> dict[str, str]:
    today = timezone.now().date()
    days = {"valid_from": today.isoformat(), "valid_to": (today + timedelta(days=9)).isoformat()}
    return {"key": "hours", "text": "20", "reason": "Tak powiedział konsultant."} | days | more


def test_the_settings_lead_to_the_rules(ala: Client) -> None:
    assert RULES in body(ala, "/ustawienia/")


@pytest.mark.parametrize("book", ["allegro", "mail", "law", "ebay", "etsy", "nonsense"])
def test_every_book_has_a_page_small_enough(ala: Client, book: str) -> None:
    assert len(body(ala, f"{RULES}?zbior={book}")) < 60_000


def test_a_book_without_a_connector_says_so_and_takes_no_own_value(ala: Client) -> None:
    for url in (f"{RULES}?zbior=ebay", f"{RULES}ebay/F2.2/"):
        assert "banner" in body(ala, url)
    assert 'name="reason"' not in body(ala, f"{RULES}ebay/F2.2/")


def test_a_rule_is_found_by_its_number_and_by_a_word(ala: Client) -> None:
    assert f"{RULES}allegro/B2a/" in body(ala, f"{RULES}?q=b2a")
    assert f"{RULES}allegro/D10/" in body(ala, f"{RULES}?q=decisionDueDate")
    assert f"{RULES}allegro/" not in body(ala, f"{RULES}?q=nothing-of-the-kind")


def test_a_rule_is_found_by_a_word_of_the_readers_language(ala: Client) -> None:
    assert f"{RULES}allegro/C6/" in body(ala, f"{RULES}?q=prowizji")


def test_rules_without_words_of_the_readers_language_are_english_and_say_so(ala: Client) -> None:
    assert 'lang="en"' in body(ala, f"{RULES}ebay/F2.2/")
    assert 'class="rule-says" lang="en"' not in body(ala, f"{RULES}?zbior=allegro")


def test_a_rules_page_shows_both_readings_and_which_one_counts(ala: Client) -> None:
    page = body(ala, f"{RULES}allegro/B2a/")
    assert "w dni wolne termin nie biegnie" in page
    assert "przesuwa się tylko koniec" in page
    assert "AI-11411" in page


@pytest.mark.parametrize("url", ["allegro/B99/", "nowhere/B1/"])
def test_an_unknown_rule_is_not_found(ala: Client, url: str) -> None:
    assert ala.get(RULES + url).status_code == 404


def test_what_changed_between_two_days_is_listed(ala: Client) -> None:
    page = body(ala, f"{RULES}zmiany/?od=2024-04-14&do=2024-04-15")
    assert "czyje święta" in page
    assert f"{RULES}allegro/B5/" not in page
    assert body(ala, f"{RULES}zmiany/?od=nonsense")


def test_what_was_not_checked_is_listed(ala: Client) -> None:
    assert f"{RULES}allegro/B1/" not in body(ala, f"{RULES}niesprawdzone/?dni=9999")
    assert body(ala, f"{RULES}niesprawdzone/?dni=x")


def test_an_owner_puts_his_own_value_and_ends_it(ala: Client) -> None:
    page = f"{RULES}allegro/B1/"
    assert ala.post(page, own_value()).status_code == 303
    shown = body(ala, page)
    assert "Tak powiedział konsultant." in shown
    assert "godziny: 20" in body(ala, RULES)
    row = RuleOverride.objects.get()
    assert ala.post(f"{RULES}wlasne/{row.pk}/koniec/").status_code == 303
    assert "godziny: 20" not in body(ala, RULES)


def test_a_value_the_rulebook_refuses_stays_in_the_form(ala: Client) -> None:
    answer = ala.post(f"{RULES}allegro/B1/", own_value(text="jutro"))
    assert answer.status_code == 422
    assert 'value="jutro"' in answer.content.decode()
    assert not RuleOverride.objects.exists()


def test_a_colleague_reads_and_changes_nothing(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.bolek)
    assert 'name="reason"' not in body(client, f"{RULES}allegro/B1/")
    assert client.post(f"{RULES}allegro/B1/", own_value()).status_code == 422
    assert not RuleOverride.objects.exists()
