"""Rows that Python writes: whatever a value holds, it stays text."""

from dataclasses import fields
from typing import Any

import pytest

from kontuar.store.queries.teamwork import OnCase
from kontuar.web.day_strip import Strip
from kontuar.web.labels import Chip
from kontuar.web.pages.cases.talk import Entry
from kontuar.web.pages.files import line as file_lines
from kontuar.web.pages.files.words import File
from kontuar.web.pages.inbox import line as inbox_lines
from kontuar.web.pages.inbox.words import Item as InboxItem
from kontuar.web.pages.letters import line as mail_lines
from kontuar.web.pages.letters.part import MailPart
from kontuar.web.pages.today import line as today_lines
from kontuar.web.pages.today.item import Item as TodayItem

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
