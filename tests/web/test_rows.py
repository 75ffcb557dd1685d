"""Rows that Python writes: whatever a value holds, it stays text."""

from dataclasses import fields
from typing import Any

import pytest

from kontuar.store.models import (
    Account,
    Buyer,
    Case,
    CaseTag,
    Draft,
    Message,
    Note,
    Offer,
    Tag,
    User,
)
from kontuar.store.queries.teamwork import OnCase
from kontuar.store.search import question
from kontuar.web import order_card, order_pane
from kontuar.web.day_strip import Strip
from kontuar.web.labels import Chip
from kontuar.web.labels_windows import WindowLine
from kontuar.web.pages.cases.aside import Aside, aside
from kontuar.web.pages.cases.compose import Composer
from kontuar.web.pages.cases.composer_box import box
from kontuar.web.pages.cases.elsewhere import Elsewhere
from kontuar.web.pages.cases.elsewhere import Link as ElsewhereLink
from kontuar.web.pages.cases.talk import Entry
from kontuar.web.pages.files import line as file_lines
from kontuar.web.pages.files.words import File
from kontuar.web.pages.inbox import line as inbox_lines
from kontuar.web.pages.inbox.words import Item as InboxItem
from kontuar.web.pages.letters import line as mail_lines
from kontuar.web.pages.letters.part import MailPart
from kontuar.web.pages.search import lines as search_lines
from kontuar.web.pages.search.lines import Item as FoundItem
from kontuar.web.pages.search.marks import excerpt, marked, number
from kontuar.web.pages.today import line as today_lines
from kontuar.web.pages.today.item import Item as TodayItem
from tests.web.stock import Morning

HOSTILE = "\"'><script>alert(1)</script>&"
CHIP = Chip(text=HOSTILE, css="late", title=HOSTILE, safer=HOSTILE, aside=HOSTILE)


def hostile[T](kind: type[T], /, **values: Any) -> T:
    """One with hostile words wherever there are words."""
    texts = {field.name: HOSTILE for field in fields(kind) if field.type in {"str", str}}  # type: ignore[arg-type]
    return kind(**{**texts, **values})


def assert_harmless(html: str) -> None:
    assert "script" in html  # it is shown …
    assert "<script" not in html  # … as words
    assert html.count('"') % 2 == 0
    assert "'>" not in html


def strip() -> Strip:
    return Strip(
        due="", css="", mark=HOSTILE, marked=frozenset({HOSTILE}), stands_in="", taken_over=frozenset({1}),
        waiting="", waiting_url="",
    )  # fmt: skip


def test_a_line_of_the_inbox_shows_words_as_words() -> None:
    tags = [OnCase(pk=number, name=HOSTILE, tone=HOSTILE) for number in range(4)]
    item = hostile(InboxItem, case_id=1, chip=CHIP, is_tag_strong=True, is_quiet=False, tags=tags)
    assert_harmless(inbox_lines.line(item, is_here=True))


@pytest.mark.parametrize("typed", ["script", "nothing of it"])
def test_a_line_of_the_search_shows_words_as_words(typed: str) -> None:
    asked = question(typed)
    shown = {"title": marked(HOSTILE, asked), "text": excerpt(HOSTILE, asked)}
    item = hostile(FoundItem, **shown, numbers=(number(HOSTILE, asked),), tags=(HOSTILE,))
    assert_harmless(search_lines.row(item, is_direct=True))
    assert_harmless(search_lines.row(item))


@pytest.mark.parametrize("outside", ["", HOSTILE])
def test_lines_of_today_show_words_as_words(outside: str) -> None:
    item = hostile(TodayItem, case_id=1, chip=CHIP, outside=outside)
    assert_harmless(today_lines.duty(item, strip(), ""))
    assert_harmless(today_lines.trouble(item, strip(), ""))
    assert_harmless(today_lines.stopped(item))
    assert_harmless(today_lines.listed(item))
    assert_harmless("".join(today_lines.chosen([item], is_chosen=True)))


@pytest.mark.parametrize("thumb", ["", HOSTILE])
@pytest.mark.parametrize("url", ["", HOSTILE])
def test_files_show_words_as_words(url: str, thumb: str) -> None:
    assert_harmless(file_lines.files([hostile(File, icon="paperclip", url=url, thumb=thumb)]))


def test_a_mail_shows_words_as_words() -> None:
    told = hostile(MailPart, people=((HOSTILE, HOSTILE),), pieces=(), troubles=(HOSTILE,))
    assert_harmless(mail_lines.mail(told, HOSTILE))


def test_what_was_said_is_shown_as_words(rf: Any) -> None:
    from django.utils import timezone

    from kontuar.store.models import Case
    from kontuar.web.pages.cases.line import Around, entries

    case = Case(pk=1, subject=HOSTILE, last_text=HOSTILE)
    around = Around(request=rf.get("/"), case=case, siblings=(case,))
    for kind in ("message", "note", "notice", "cut"):
        entry = hostile(
            Entry, kind=kind, css="buyer", id="m-1", at=timezone.now(), time="", pk=1, can_split=True,
            can_move=True, tags=(HOSTILE,), said=(HOSTILE,),
        )  # fmt: skip
        assert_harmless(entries([entry], around))


def order() -> order_pane.Pane:
    parcel = hostile(order_pane.Parcel, last_scan="", scans=((HOSTILE, HOSTILE),) * 2)
    return hostile(
        order_pane.Pane, pk=1, chip=CHIP, parcels=(parcel,), money=((HOSTILE, HOSTILE),), wants_invoice=True,
        items=((HOSTILE, HOSTILE, HOSTILE),), windows=(hostile(WindowLine),),
    )  # fmt: skip


@pytest.mark.parametrize("is_beside_talk", [False, True])
def test_the_card_of_an_order_shows_words_as_words(is_beside_talk: bool) -> None:
    assert_harmless(order_card.card(order(), is_beside_talk=is_beside_talk))


@pytest.mark.parametrize("has_order", [False, True])
def test_what_stands_beside_a_talk_shows_words_as_words(has_order: bool) -> None:
    link = hostile(order_pane.Link, pk=1)
    buyer = hostile(
        order_pane.BuyerPane, facts=((HOSTILE, HOSTILE),), orders=(link,), cases=(link,), more_orders=1, more_cases=1
    )  # fmt: skip
    found = hostile(Elsewhere, orders=(hostile(ElsewhereLink),))
    offer = Offer(name=HOSTILE, stock=3)
    told = hostile(
        Aside, order=order() if has_order else None, offer=offer, elsewhere=(found,), buyer=buyer, who=""
    )
    assert_harmless(aside(told))


@pytest.mark.parametrize("place", ["", "today"])
@pytest.mark.parametrize("is_start", [False, True])
def test_a_composer_shows_words_as_words(rf: Any, place: str, is_start: bool) -> None:
    told = hostile(
        Composer, limit=100, is_watch_only=True, is_start=is_start, remarks=(), place=place, copies=((HOSTILE, True),)
    )  # fmt: skip
    page = box(told, rf.get("/", {"f": HOSTILE}), case=Case(pk=1))
    assert_harmless(page)
    assert page.count("</textarea>") == (1 if place or is_start else 2)


def test_a_page_of_a_talk_shows_words_as_words(desk: Morning, seen_by: Any) -> None:
    from datetime import timedelta

    from django.utils import timezone

    case, now = desk.cases["parcel"], timezone.now()
    Buyer.objects.filter(pk=case.buyer_id).update(login=HOSTILE, name=f"{HOSTILE}!")
    Case.objects.filter(pk=case.pk).update(
        subject=HOSTILE, state="waiting", waiting_until=now + timedelta(days=1), waiting_for=HOSTILE,
        assignee=desk.bolek, last_text=HOSTILE,
    )  # fmt: skip
    Account.objects.update(label=HOSTILE, signature=HOSTILE)
    Message.objects.update(text=HOSTILE, author_login=HOSTILE)
    Note.objects.update(text=HOSTILE)
    User.objects.update(display_name=HOSTILE)
    CaseTag.objects.create(case=case, tag=Tag.objects.create(name=HOSTILE[:40], made_at=now), at=now)
    Draft.objects.create(case=case, user=desk.ala, text=f"</textarea>{HOSTILE}", updated_at=now)
    assert case.order_id  # its card stands beside the talk
    page = seen_by(desk.ala).get(f"/wiadomosci/{case.pk}/").content.decode()
    assert page.count("&lt;script&gt;") > 12
    assert "<script>alert" not in page
    assert '</textarea>"' not in page
