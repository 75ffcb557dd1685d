"""Today: what can still be saved first."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from kontuar.store.queries import today
from kontuar.store.queries.desk import the_desk
from kontuar.web import day_strip, rows
from kontuar.web.day_strip import Strip
from kontuar.web.going import signed_in
from kontuar.web.look import Look, look_now
from kontuar.web.pages.today import line, words, words_orders
from kontuar.web.pages.today.item import Group, Shown


def page(request: HttpRequest) -> HttpResponse:
    """The page; its board alone for the poll."""
    look = look_now()
    midnight = look.midnight(days=1)
    user = signed_in(request)
    board = today.board(user, now=look.now, day_ends_at=midnight - timedelta(microseconds=1))
    template = "today/show.html#board" if request.htmx else "today/show.html"  # type: ignore[attr-defined]
    strip = day_strip.strip(user, board, look)
    return render(request, template, _context(board, strip, rows.seal(request), look))


def _context(board: today.Board, strip: Strip, seal: str, look: Look) -> dict[str, Any]:
    def duties(items: Iterable[Shown]) -> SafeString:
        return rows.written(line.shown(one, strip, seal) for one in items)

    def groups(found: Iterable[Group]) -> list[tuple[Group, SafeString]]:
        return [(group, duties(group.items)) for group in found]

    return {
        "strip": strip,
        "look": look,
        "board": board,
        "ages": words.ages(board, look),
        "stopped": rows.written(map(line.stopped, words.stopped(board, look))),
        "groups": groups(words.groups(board, look)),
        "left_out": board.left_out,
        "money": groups(words.money(board, look)),
        "ratings": groups(words_orders.ratings(board, look)),
        "leaving": duties(words.line(one, look) for one in board.leaving),
        "put_off": duties(words.line(one, look) for one in board.put_off),
        "back": rows.written(map(line.listed, words.listed(board.back, look))),
        "parcels": words.parcels(board, the_desk().courier_at),
        "troubles": rows.written(line.trouble(one, strip, seal) for one in words.troubles(board, look)),
        "backlog": rows.written(line.chosen(words.listed(board.backlog, look), is_chosen=False)),
        "closers": rows.written(line.chosen(words.listed(board.closers, look), is_chosen=True)),
        "reasons": _reasons() if board.backlog else (),
    }


def _reasons() -> tuple[tuple[str, object], ...]:
    from kontuar.actions import triage

    return triage.REASONS
