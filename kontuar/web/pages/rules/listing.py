"""What holds today by area, what changed, what was not checked for long. Everybody may read it."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.actions.policies import own_values
from kontuar.rulebook import compare
from kontuar.rulebook.load import all_books
from kontuar.rulebook.override import put_over
from kontuar.rulebook.record import Book, RuleRecord
from kontuar.web.look import look_now
from kontuar.web.pages.rules import words

BACK, AHEAD = timedelta(days=90), timedelta(days=365)
LONGEST_WORDS = 60
OPENS = 40
"""Changes shown at once: the two days may lie years apart."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The rules of one book; a search looks into all of them."""
    today, book, asked = look_now().today(), _book(request), _words(request)
    held = compare.holding(today) if asked else compare.holding(today, [book.code])
    found = compare.with_words(put_over(held, own_values(), today), asked, also=words.everything_said)
    context = {"areas": _areas(found, with_book=bool(asked)), "count": len(found), "asked": asked}
    return render(request, "rules/list.html", context | _frame("rules", book, today))


@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """Between two days; unless they are given, of the last ninety days and what is to come."""
    today = look_now().today()
    first, last = _day(request, "od") or today - BACK, _day(request, "do") or today + AHEAD
    found = compare.changes(first, last)
    rows = [_told(change, today) for change in sorted(found, key=lambda change: change.on, reverse=True)]
    context = {"changes": rows[: OPENS * 5], "first": min(first, last), "last": max(first, last)}
    return render(request, "rules/changed.html", context | _frame("rules-changed", _book(request), today))


@require_safe
def unchecked(request: HttpRequest) -> HttpResponse:
    """Rules nobody looked up for so many days; the oldest first."""
    today = look_now().today()
    given = request.GET.get("dni", "")
    days = int(given) if given.isdecimal() and 0 < len(given) < 5 else compare.STALE_DAYS
    found = compare.not_checked(today, days)
    context = {"lines": [words.line(record) for record in found], "days": days, "count": len(found)}
    return render(request, "rules/unchecked.html", context | _frame("rules-unchecked", _book(request), today))


def _frame(here: str, book: Book, today: date) -> dict[str, Any]:
    return {"here": here, "book": book, "books": all_books(), "today": today}


def _areas(found: list[RuleRecord], *, with_book: bool) -> list[dict[str, Any]]:
    names = {book.code: book.name for book in all_books()}
    areas = []
    for (book, code), records in groupby(found, key=lambda record: (record.marketplace, record.area)):
        name = words.area(code)
        title = f"{names[book]} · {name}" if with_book and names[book] != name else name
        areas.append({"title": title, "lines": [words.line(record) for record in records]})
    return areas


def _told(change: compare.Change, today: date) -> dict[str, Any]:
    pairs = change.values().items() if change.kind is compare.Kind.CHANGED else ()
    return {
        "record": change.record,
        "line": words.line(change.record),
        "on": change.on,
        "is_coming": change.on > today,
        "what": words.change_words(change, today),
        "values": [(words.value_name(key), words.shown(was), words.shown(now)) for key, (was, now) in pairs],
    }


def _book(request: HttpRequest) -> Book:
    books = all_books()
    return next((book for book in books if book.code == request.GET.get("zbior")), books[0])


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_WORDS]


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
