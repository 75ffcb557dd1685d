"""The search page: what stands on it, for whom, and that nothing typed can break it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kontuar.actions import index
from kontuar.store.models import Message, SearchGap, SearchRow, User
from kontuar.store.queries import search
from kontuar.store.search import question
from kontuar.web.pages.search import marks
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]


@pytest.fixture
def indexed(desk: Morning) -> Morning:
    """The morning, found."""
    index.begin_again()
    while index.fill_some():
        continue
    return desk


def body(client: Client, **params: object) -> str:
    answer = client.get(reverse("search"), params)
    assert answer.status_code == 200
    return answer.content.decode()


def typing(client: Client, **params: object) -> str:
    """What htmx gets while a person types."""
    headers = {"HX-Request": "true", "HX-Target": "results"}
    return client.get(reverse("search"), params, headers=headers).content.decode()


def test_the_empty_page_teaches(indexed: Morning, seen_by: SeenBy) -> None:
    html = body(seen_by(indexed.ala))
    assert "autofocus" in html
    assert "<dl" in html
    assert "data-row" not in html


def test_results_lead_to_their_places_with_the_words_marked(indexed: Morning, seen_by: SeenBy) -> None:
    message = Message.objects.filter(account=indexed.klamka, text__icontains="klamka").first()
    assert message is not None
    html = body(seen_by(indexed.ala), q="klamk", rodzaj="wiadomosci")
    assert f'href="/wiadomosci/{message.case_id}/#m-{message.pk}"' in html
    assert "<mark>" in html


def test_an_orders_number_stands_first(indexed: Morning, seen_by: SeenBy) -> None:
    number = indexed.orders["late"].external_id
    html = body(seen_by(indexed.bolek), q=number)
    first = html.index('class="list hits direct"')
    assert number.split("-")[0] in html[first:]
    assert reverse("order", args=[indexed.orders["late"].pk]) in html[first:]


def test_a_stranger_finds_nothing(indexed: Morning, seen_by: SeenBy) -> None:
    number = indexed.orders["late"].external_id
    for typed in ("klamka", number, "spozniona_paczka", "Irena"):
        assert "data-row" not in body(seen_by(indexed.celina), q=typed)
    assert "data-row" in body(seen_by(indexed.celina), q="sekretna")
    assert "data-row" not in body(seen_by(indexed.ala), q="sekretna")
    assert "data-row" not in body(seen_by(indexed.bolek), q="tajny_kupujacy")


def test_while_one_types_only_the_results_come(indexed: Morning, seen_by: SeenBy) -> None:
    html = typing(seen_by(indexed.ala), q="klam")
    assert html.lstrip().startswith('<div class="results"')
    assert "<html" not in html
    assert len(html) < 20_000


def test_what_buyers_wrote_is_escaped(indexed: Morning, seen_by: SeenBy) -> None:
    message = Message.objects.filter(account=indexed.klamka).first()
    assert message is not None
    message.text = "zepsute <script>alert(1)</script> & 'zepsute'"
    message.save()
    index.messages([message])
    html = body(seen_by(indexed.ala), q="zepsute script")
    assert "<script>alert" not in html
    assert "<mark>zepsute</mark> &lt;<mark>script</mark>&gt;alert(1)" in html


def test_more_than_can_be_shown_is_said(indexed: Morning, seen_by: SeenBy) -> None:
    case, now = indexed.cases["stranger"], timezone.now()
    Message.objects.bulk_create(
        Message(
            account=case.account, thread=case.thread, case=case, external_id=f"x{n}", role="buyer",
            text=f"powtórka {n}", kind="message", status="delivered",
            written_at=now - timedelta(minutes=n), first_seen_at=now,
        )
        for n in range(270)
    )  # fmt: skip
    index.messages(Message.objects.filter(text__startswith="powtórka").select_related("thread__buyer"))
    client = seen_by(indexed.celina)
    assert "100+" in body(client, q="powtorka")
    assert "250+" in body(client, q="powtorka", rodzaj="wiadomosci")
    seen: list[int] = []
    wish = search.Wish(typed="powtorka", kind=search.Kind.MESSAGE)
    html, pages = body(client, q="powtorka", rodzaj="wiadomosci"), 1
    while True:
        group = search.more(indexed.celina, wish)
        seen += [hit.pk for hit in group.hits]
        if group.next is None:
            break
        assert f"po={group.next}" in html
        wish = search.Wish(typed="powtorka", kind=search.Kind.MESSAGE, below=group.next)
        params = {"q": "powtorka", "rodzaj": "wiadomosci", "po": group.next}
        html = client.get(reverse("search"), params, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in html
        pages += 1
    assert (pages, len(seen), len(set(seen))) == (5, 200, 200)
    assert group.is_cut
    assert "200" in html
    assert "250" in html
    newest = Message.objects.filter(text__startswith="powtórka").order_by("-written_at")[:200]
    assert seen == [row.pk for row in newest]


def test_while_older_things_are_taken_in_the_page_says_so(indexed: Morning, seen_by: SeenBy) -> None:
    assert 'class="banner"' not in typing(seen_by(indexed.ala), q="klamka")
    SearchGap.objects.create(kind=SearchRow.Kind.MESSAGE, below=1)
    assert 'class="banner"' in typing(seen_by(indexed.ala), q="klamka")


@pytest.mark.parametrize(
    "typed",
    [
        '"', '""', '"a', "*", "a*", "-a", "NEAR(a b)", "a AND b OR NOT c", "words:a", "^a", "(", "a)", "{a b}:c", "a + b",
        "'", "';--", "\\", "%", "_", "&", "a & b | !c", "a:*", "<->", "🙂", "a🙂b", "ß" * 300, "¶a", "¬1",
        "ｆｕｌｌ", "١٢٣", "a" * 50_000, "a " * 25_000, "- " * 9, "日本語", "́a", "ﬁ", "x" * 64 + "y",
    ],
)  # fmt: skip
def test_nothing_typed_breaks_the_page(typed: str, indexed: Morning, seen_by: SeenBy) -> None:
    client = seen_by(indexed.ala)
    typing(client, q=typed)
    body(client, q=typed, rodzaj="wiadomosci", po="7")
    assert client.get(reverse("search"), {"q": typed, "rodzaj": typed, "po": typed}).status_code == 200


@given(text=st.text(max_size=300), typed=st.text(max_size=40))
def test_marks_change_nothing_but_what_is_marked(text: str, typed: str) -> None:
    from html import unescape

    shown = str(marks.marked(text, question(typed)))
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert unescape(bare) == text or "&" in text
    assert "<" not in bare
    marks.excerpt(text, question(typed))
    marks.number(text, question(typed))


def test_an_excerpt_shows_the_place_that_was_found() -> None:
    text = "wstęp " * 60 + "tu jest zguba " + "dalej " * 60
    shown = str(marks.excerpt(text, question("zgub")))
    assert "<mark>zguba</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 230
