"""One mail whole: all its words, what it holds, its files exactly, and its bytes to save."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kontuar.actions import letter_look
from kontuar.actions.errors import ActionProblem
from kontuar.facts.mails import Mail
from kontuar.facts.numbers import whole_number
from kontuar.store.models import Letter
from kontuar.store.queries.letters import messages
from kontuar.web import labels
from kontuar.web.going import signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.letters import held, words
from kontuar.web.pages.letters import part as mails
from kontuar.web.pages.letters.frame import letter_of, look_of
from kontuar.web.pages.letters.linked import linked

LONGEST = 200_000
"""Characters of a text on a page; the original holds all of it."""


@require_safe
def page(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The page."""
    letter, look = letter_of(request, letter_id), look_now()
    try:
        mail: Mail | None = letter_look.opened(letter, signed_in(request))
        trouble = ""
    except ActionProblem as problem:
        mail, trouble = None, str(problem.text)
    text = mail.text if mail else letter.message.text if letter.message else ""
    context: dict[str, Any] = {
        "look": look,
        "letter": letter,
        "account": letter.account,
        "people": words.people(letter),
        "kind": words.kind(letter.kind),
        "strip": words.pretends(letter),
        "troubles": words.troubles(letter.troubles),
        "trouble": trouble,
        "text": linked(text[:LONGEST], is_safe=not mails.pretends(letter)),
        "is_cut": len(text) > LONGEST,
        "held": held.held(mail, look, is_safe=not mails.pretends(letter)) if mail else None,
        "files": held.files(mail, letter) if mail else (),
        "look_of": look_of(request, letter) if letter.has_html and mail else None,
        "case_url": _case_url(letter),
    }
    return render(request, "letters/show.html", context)


def _case_url(letter: Letter) -> str:
    case_id = letter.message.case_id if letter.message else letter.case_id
    return to("case", case_id) if case_id else ""


@require_safe
def inside(request: HttpRequest, letter_id: int) -> HttpResponse:
    """What a mail holds besides its text: dates for a calendar, other mails. A fragment."""
    letter = letter_of(request, letter_id)
    try:
        mail = letter_look.opened(letter, signed_in(request))
    except ActionProblem as problem:
        return render(request, "letters/look.html", {"trouble": str(problem.text)})
    found = held.held(mail, look_now(), is_safe=not mails.pretends(letter))
    return render(request, "letters/held.html", {"held": found})


@require_safe
def raw(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The bytes as they came, to save."""
    letter = letter_of(request, letter_id)
    try:
        content = letter_look.raw(letter, signed_in(request))
    except ActionProblem as problem:
        return render(request, "files/missing.html", {"words": str(problem.text)}, status=502)
    response = HttpResponse(content, content_type="application/octet-stream")
    name = f"{letter.sent_at:%Y-%m-%d}-{letter.pk}.eml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def whole(request: HttpRequest, message_id: int) -> HttpResponse:
    """All the words of one message; ``czesc`` asks for one folded piece of it, as a fragment."""
    row = get_object_or_404(messages(signed_in(request)), pk=message_id)
    letter: Letter | None = getattr(row, "letter", None)
    is_safe = not (letter and mails.pretends(letter))
    number, text = request.GET.get("czesc", ""), row.text
    if number:
        which = whole_number(number)
        piece = None if which is None else mails.one_piece(text, which)
        if piece is None:
            raise Http404
        return render(request, "letters/piece.html", {"text": linked(piece, is_safe=is_safe)})
    context = {
        "message": row,
        "writer": (letter.from_name or letter.from_address) if letter else row.author_login,
        "when": labels.absolute(row.written_at, look_now()),
        "text": linked(text, is_safe=is_safe),
        "strip": words.pretends(letter) if letter else "",
        "letter": letter,
        "case_url": to("case", row.case_id),
    }
    return render(request, "letters/whole.html", context)
