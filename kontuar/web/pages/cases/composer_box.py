"""The composer as HTML: the form of one message, its remarks, and what opens beside it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontuar.store.models import Case
from kontuar.web.going import to
from kontuar.web.once import once_a_language
from kontuar.web.pages.cases import by_hand, composer_foot
from kontuar.web.pages.cases.compose import Composer
from kontuar.web.pages.cases.envelope import envelope
from kontuar.web.rows import drawn, esc, seal, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A composer in its place. ``is_fresh`` is one that takes the place of another: what stands beside it stays."""

    composer: Composer
    case: Case | None
    token: str
    query: str
    is_fresh: bool = False


def box(composer: Composer, request: HttpRequest, *, case: Case | None, is_fresh: bool = False) -> SafeString:
    """The form, its windows, and the note for colleagues where a case is answered on its own page."""
    query = request.GET.urlencode()
    one = Box(composer=composer, case=case, token=seal(request), query=query, is_fresh=is_fresh)
    beside = [] if is_fresh else [_windows(composer), _wrote_back(one), _note(one)]
    return written([_form(one), *beside])


@once_a_language
def _words() -> dict[str, str]:
    """All that is the same in every composer, escaped."""
    said = {
        "watch": _("Watch-only: what you write is kept as a draft, nothing is sent."),
        "new": _("New message"),
        "new_text": _("New message to the buyer…"),
        "answer": _("Answer"),
        "answer_text": _("Answer…"),
        "signature": _("Put under the text when it leaves"),
        "templates": _("Templates"),
        "find": _("Search templates"),
        "close": _("Close"),
        "how": _("Enter puts the first one in; arrows choose; Ctrl+Z takes it back."),
        "change": _("Change templates"),
        "sheet": _("Product sheet"),
        "to_colleagues": _("Note for colleagues"),
        "note": _("Note"),
        "note_text": _("Stays in Kontuar, the buyer never sees it…"),
        "keep": _("Keep the note"),
    }
    return {name: esc(words) for name, words in said.items()}


def _form(one: Box) -> str:
    composer = one.composer
    return (
        f"{_begin(one)}\n{one.token}{_hidden(one)}\n{_problem(composer)}\n"
        f"{envelope(composer) if composer.envelope else ''}\n{_text(one)}\n{remarks(composer)}\n"
        f"{_proposal(one)}{_signature(composer)}\n{_chosen(composer)}\n{composer_foot.foot(composer)}\n</form>\n"
    )


def _begin(one: Box) -> str:
    composer, action = one.composer, esc(one.composer.action)
    target, swap, name = "#area", "outerHTML", "composer"
    if composer.place:
        target, swap, name = "closest .place", "innerHTML", f"composer-{one.case.pk if one.case else ''}"
    plain = ' hx-boost="false" data-plain' if composer.is_start else ""
    hand = " data-by-hand" if composer.is_by_hand else ""
    return (
        f'<form class="composer" id="{name}" method="post" action="{action}" enctype="multipart/form-data" '
        f'hx-post="{action}" hx-push-url="false" hx-target="{target}" hx-swap="{swap}" '
        f'hx-disabled-elt="find .primary" hx-disinherit="hx-disabled-elt"{plain} data-composer{hand}>'
    )


def _hidden(one: Box) -> str:
    told = one.composer
    values = (
        ("key", told.key),
        ("seen", told.seen),
        ("opened", told.opened),
        ("place", told.place),
        ("query", one.query),
    )
    fields = "".join(f'<input type="hidden" name="{name}" value="{esc(value)}">' for name, value in values)
    return f'{fields}<input type="hidden" name="sizes" data-sizes>'


def _problem(composer: Composer) -> str:
    if composer.problem:
        words = f'<div class="grow"><strong>{esc(composer.problem)}</strong></div>'
        return f'<div class="banner strong" role="alert">{words}</div>'
    if composer.is_watch_only:
        return f'<p class="help watch">{drawn("eye")} {_words()["watch"]}</p>'
    return ""


def _text(one: Box) -> str:
    said, composer = _words(), one.composer
    label, hint = (
        (said["new"], said["new_text"]) if composer.is_start else (said["answer"], said["answer_text"])
    )
    name, focus = f"text{esc(composer.place)}", " autofocus" if one.is_fresh else ""
    return (
        f'<label class="only-read" for="{name}">{label}</label>\n<textarea id="{name}" name="text" rows="3" '
        f'placeholder="{hint}" data-text data-limit="{composer.limit}" hx-post="{esc(composer.check)}" '
        f'hx-trigger="input changed delay:800ms, recheck" hx-target="next .remarks" hx-swap="outerHTML" '
        f'hx-sync="this:replace"{focus}>{esc(composer.text)}</textarea>'
    )


def remarks(composer: Composer) -> str:
    """What the checks noticed; most talks begin with nothing written and nothing heated."""
    if composer.remarks or composer.is_hot:
        return render_to_string("cases/remarks.html", {"composer": composer})
    return '<div class="remarks" aria-live="polite"></div>'


def _proposal(one: Box) -> str:
    """A calm wording beside what is written."""
    if one.composer.proposal is None:
        return ""
    return render_to_string("cases/proposal.html", {"composer": one.composer})


def _signature(composer: Composer) -> str:
    if not composer.signature:
        return ""
    name = _words()["signature"]
    return f'<p class="signature quiet clip" title="{name}">{esc(composer.signature)}</p>'


def _chosen(composer: Composer) -> str:
    """Files of the library that go with it."""
    files = "".join(
        f'<label class="tag"><input type="checkbox" name="library" value="{file.pk}" checked>{esc(file.name)}'
        "</label>"
        for file in composer.library
    )
    return f'<div class="library" data-chosen>{files}</div>'


def _windows(composer: Composer) -> str:
    """Where a template is chosen, and the product's sheet; both are filled when they are opened."""
    if not composer.templates:
        return ""
    said = _words()
    close = (
        f'<button class="btn plain square" type="button" data-close aria-label="{said["close"]}">{drawn("x")}'
        f"</button></div>"
    )
    return (
        f'<dialog class="ready-box" aria-label="{said["templates"]}" data-ready-box="templates">'
        f'<div class="dialog-head"><input type="search" name="q" maxlength="80" autocomplete="off" '
        f'placeholder="{said["find"]}" aria-label="{said["find"]}" hx-get="{esc(composer.templates)}" '
        f'hx-trigger="input changed delay:150ms, ready" hx-target="next .ready-lines" hx-swap="innerHTML" '
        f'hx-push-url="false" hx-sync="this:replace">{close}<div class="ready-lines" hx-target="this"></div>'
        f'<p class="help dialog-body">{said["how"]} <a href="{to("templates")}">{said["change"]}</a></p></dialog>'
        f'<dialog class="ready-box" aria-label="{said["sheet"]}" data-ready-box="sheet"><div class="dialog-head">'
        f'<h2>{said["sheet"]}</h2>{close}<div class="ready-lines" hx-get="{esc(composer.sheet)}" '
        f'hx-trigger="ready" hx-target="this" hx-swap="innerHTML" hx-push-url="false"></div></dialog>\n'
    )


def _wrote_back(one: Box) -> str:
    """What came next in a talk that people note by hand."""
    if one.case is None or not one.composer.is_by_hand or one.composer.place:
        return ""
    return by_hand.wrote_back(one.case, one.token)


def _note(one: Box) -> str:
    if one.case is None or one.composer.is_start or one.composer.place:
        return ""
    said = _words()
    return (
        f'<details class="note-form"><summary data-key="n">{drawn("sticky-note")} {said["to_colleagues"]}</summary>'
        f'<form method="post" action="{to("case_note", one.case.pk)}" hx-boost="true">{one.token}'
        f'<label class="only-read" for="note">{said["note"]}</label><textarea id="note" name="note" rows="2" '
        f'required maxlength="5000" placeholder="{said["note_text"]}"></textarea>'
        f'<button class="btn">{said["keep"]}</button></form></details>\n'
    )


@once_a_language
def scratch_pad() -> SafeString:
    """A window to write one's anger into; nothing of it leaves the browser."""
    name, close = esc(_("Scratch pad (not to be sent)")), _words()["close"]
    help_text = esc(
        _(
            "Write it off your chest. Nobody reads it: it is not stored and not sent, and it is gone when you "
            "close this, at the latest after 10 minutes."
        )
    )
    return written(
        [
            f'<dialog id="vent" aria-labelledby="vent-title"><div class="dialog-head"><h2 id="vent-title">{name}</h2>'
            f'<button class="btn plain square" type="button" data-close aria-label="{close}">{drawn("x")}</button>'
            f'</div><div class="dialog-body"><p class="help" id="vent-help">{help_text}</p><textarea rows="8" '
            'autocomplete="off" spellcheck="false" aria-labelledby="vent-title" aria-describedby="vent-help">'
            "</textarea></div></dialog>"
        ]
    )
