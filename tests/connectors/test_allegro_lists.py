"""Walking a list by offset while it changes; the files and pages an address leads to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.connector_kit.contract import Application
from kontuar.connectors.allegro import parse_issues, places
from kontuar.connectors.allegro.streams import lists

from .conftest import BUYER, Stall

LIMIT = 100
ISSUE = "6f552f2e-9626-46b3-af09-bfdbf9690d65"


def walk(names: list[str], changes: list[tuple[int, int]]) -> tuple[set[str], set[str]]:
    """Read a list page by page. Before each further page some of its first entries leave and some come on
    top; what was seen, and what was there all the time."""
    shown, stayed, seen = list(names), set(names), set()
    place = lists.Place()
    for number in range(200):
        page = shown[place.offset :][:LIMIT]
        seen |= set(page)
        if place.turn(page, len(page), limit=LIMIT):
            return seen, stayed
        leaving, coming = changes[number] if number < len(changes) else (0, 0)
        stayed -= set(shown[:leaving])
        shown = [f"new-{number}-{one}" for one in range(coming)] + shown[leaving:]
    raise AssertionError("no end")


@given(
    size=st.integers(min_value=0, max_value=450),
    changes=st.lists(
        st.tuples(
            st.integers(min_value=0, max_value=lists.OVERLAP - 1), st.integers(min_value=0, max_value=20)
        ),
        max_size=6,
    ),
)
def test_what_stays_in_a_list_is_seen_though_others_leave_and_come(
    size: int, changes: list[tuple[int, int]]
) -> None:
    seen, stayed = walk([f"n{number}" for number in range(size)], changes)
    assert stayed <= seen


def test_more_leaving_than_two_pages_share_are_noticed() -> None:
    seen, stayed = walk([f"n{number}" for number in range(420)], [(60, 0), (0, 0)])
    assert stayed <= seen


def test_the_same_page_for_ever_ends() -> None:
    place = lists.Place()
    page = [f"n{number}" for number in range(LIMIT)]
    assert not place.turn(page, LIMIT, limit=LIMIT)
    assert place.turn(page, LIMIT, limit=LIMIT)


@given(value=st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=6))
def test_a_mark_says_whether_a_value_is_the_same(value: Any) -> None:
    assert lists.mark({"a": value, "b": 1}) == lists.mark({"b": 1, "a": value})
    assert lists.mark({"a": value}) != lists.mark({"a": [value]})


def application(place: str, base_url: str = "") -> Application:
    return Application(
        name="x", version="1", kind="device", client_id="c", client_secret="s", place=place, base_url=base_url
    )


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://upload.allegro.pl/sale/issues/attachments/x?y=1", "https://upload.allegro.pl"),
        ("https://API.allegro.pl/sale/x", "https://api.allegro.pl"),
        ("http://upload.allegro.pl/x", None),
        ("https://upload.allegro.pl:444/x", None),
        ("https://upload.allegro.pl.evil.example/x", None),
        ("https://user@upload.allegro.pl/x", None),
        ("https://evil.example/upload.allegro.pl/x", None),
        ("https://upload.allegro.pl\\.evil.example/x", None),
        ("https:///message-attachments/internal/x", None),
        ("/sale/issues/attachments/x", None),
        ("https://upload.allegro.pl", None),
        ("http://[", None),
    ],
)
def test_only_the_places_own_addresses_are_followed(url: str, origin: str | None) -> None:
    found = places.own_address(places.of(application("production")), url)
    assert (found and found[0]) == origin
    assert found is None or found[1].startswith("/")


@given(url=st.text(max_size=60))
def test_any_text_for_an_address_is_read_or_passed_over(url: str) -> None:
    places.own_address(places.of(application("sandbox")), url)
    for attachment in parse_issues.attachments({"attachments": [{"fileName": "x", "url": url}]}):
        assert attachment.available == bool(attachment.external_id)


@pytest.mark.parametrize(
    ("url", "external_id"),
    [
        (f"https://api.allegro.pl/sale/issues/attachments/{ISSUE}", f"issue:{ISSUE}"),
        (f"https:///message-attachments/internal/{ISSUE}", f"issue:{ISSUE}"),
        (
            f"https://upload.allegro.pl/message-center/message-attachments/{ISSUE}",
            f"https://upload.allegro.pl/message-center/message-attachments/{ISSUE}",
        ),
        ("", ""),
    ],
)
def test_a_file_is_named_by_the_end_of_its_address(url: str, external_id: str) -> None:
    (found,) = parse_issues.attachments({"attachments": [{"fileName": "x", "url": url}]})
    assert found.external_id == external_id


@pytest.mark.parametrize(
    ("kind", "external_id", "page"),
    [
        ("claim", ISSUE, f"https://salescenter.allegro.com/claims/{ISSUE}"),
        ("discussion", ISSUE, f"https://salescenter.allegro.com/discussions-with-buyers/{ISSUE}"),
        ("issue", ISSUE, "https://salescenter.allegro.com/discussions-with-buyers"),
        ("thread", f"issue:{ISSUE}", "https://salescenter.allegro.com/discussions-with-buyers"),
        ("return", "r", "https://salescenter.allegro.com/returns"),
        ("rating", "r", "https://salescenter.allegro.com/"),
        ("refunds", "o/1", "https://salescenter.allegro.com/orders/o%2F1"),
        ("quality", "", "https://salescenter.allegro.com/sales-quality"),
        ("order", "o", "https://salescenter.allegro.com/orders/o"),
        ("order", "", ""),
        ("moon", "o", ""),
    ],
)
def test_a_thing_has_its_page_or_the_nearest_one(kind: str, external_id: str, page: str) -> None:
    assert places.link(places.of(application("production")), kind, external_id) == page


def test_every_page_of_the_practice_market_is_there(stall: Stall) -> None:
    order = stall.buy()["id"]
    issue = stall.discuss(order)["id"]
    back = stall.post(f"/buyers/{BUYER}/return", order_id=order)["id"]
    thread = stall.ask("Czy jest?")["thread"]
    things = {
        "thread": thread,
        "order": order,
        "offer": stall.offer,
        "buyer": BUYER,
        "issue": issue,
        "discussion": issue,
        "claim": issue,
        "return": back,
        "rating": "r",
        "refunds": order,
        "quality": "q",
    }
    for kind, external_id in things.items():
        page = stall.connector.link(stall.application, kind, external_id)
        assert stall.http.get(page).status_code == 200, (kind, page)
    page = stall.connector.link(stall.application, "thread", f"issue:{issue}")
    assert page == stall.connector.link(stall.application, "issue", issue)
