"""Today: what can still be saved first."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kontuar.store.queries import today
from kontuar.store.queries.desk import the_desk
from kontuar.web import day_strip
from kontuar.web.going import signed_in
from kontuar.web.look import Look, look_now
from kontuar.web.pages.today import words, words_orders


def page(request: HttpRequest) -> HttpResponse:
    """The page; its board alone for the poll."""
    look = look_now()
    midnight = look.midnight(days=1)
    user = signed_in(request)
    board = today.board(user, now=look.now, day_ends_at=midnight - timedelta(microseconds=1))
    template = "today/show.html#board" if request.htmx else "today/show.html"  # type: ignore[attr-defined]
    context = {**_context(board, look), "strip": day_strip.strip(user, board, look)}
    return render(request, template, context)


def _context(board: today.Board, look: Look) -> dict[str, Any]:
    return {
        "look": look,
        "board": board,
        "ages": words.ages(board, look),
        "stopped": words.stopped(board, look),
        "groups": words.groups(board, look),
        "left_out": words.left_out(board),
        "money": words.money(board, look),
        "ratings": words_orders.ratings(board, look),
        "leaving": [words.line(one, look) for one in board.leaving],
        "put_off": [words.line(one, look) for one in board.put_off],
        "back": words.listed(board.back, look),
        "parcels": words.parcels(board, the_desk().courier_at),
        "troubles": words.troubles(board, look),
        "backlog": words.listed(board.backlog, look),
        "closers": words.listed(board.closers, look),
        "reasons": _reasons() if board.backlog else (),
    }


def _reasons() -> tuple[tuple[str, object], ...]:
    from kontuar.actions import triage

    return triage.REASONS
