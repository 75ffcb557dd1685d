"""The foot of the composer as HTML: files, templates, the parcel, and the ways to send."""

from django.utils.translation import gettext as _

from kontuar.web.once import once_a_language
from kontuar.web.pages.cases import by_hand
from kontuar.web.pages.cases.compose import Composer
from kontuar.web.rows import drawn, esc


@once_a_language
def _words() -> dict[str, str]:
    """All that is the same in every composer, escaped."""
    said = {
        "files": _("Attach files"),
        "pictures": _("Attach files: pictures or PDF"),
        "templates": _("Templates"),
        "templates_key": _("Templates: key W, or / at the start of a line"),
        "sheet": _("Product sheet"),
        "sheet_key": _("Product sheet: facts, files, price (key X)"),
        "parcel": _("Where is the parcel?"),
        "parcel_key": _("Put in the answer about the parcel, from its tracking (key P)"),
        "model": _("Ask the language model for a proposal"),
        "send": _("Send"),
        "close": _("Send and close"),
        "others": _("Other ways to send"),
        "wait": _("Send and wait for the buyer"),
        "keep": _("Send and keep open"),
        "hour": _("Send in an hour"),
        "tomorrow": _("Send tomorrow at 8:00"),
    }
    return {name: esc(words) for name, words in said.items()}


def foot(composer: Composer) -> str:
    """The line under the text."""
    left = esc(_("up to %(n)s characters") % {"n": composer.limit}) if composer.limit else ""
    return (
        f'<div class="foot">\n{_files(composer)}{_templates(composer)}{_parcel(composer)}{_model(composer)}\n'
        f'<span class="left quiet" data-left>{left}</span>\n{_send(composer)}\n</div>'
    )


def _files(composer: Composer) -> str:
    if composer.is_by_hand:
        return ""
    said = _words()
    name = said["pictures"] if composer.accept else said["files"]
    accept = f' accept="{esc(composer.accept)}"' if composer.accept else ""
    return (
        f'<label class="btn plain pick" title="{name}">{drawn("paperclip")}<span class="only-read">{said["files"]}'
        f'</span><input type="file" name="files" multiple{accept} data-files></label>\n'
    )


def _templates(composer: Composer) -> str:
    if not composer.templates:
        return ""
    said = _words()
    return (
        f'<a class="btn plain" href="{esc(composer.templates)}" data-ready="templates" data-key="w" '
        f'aria-label="{said["templates"]}" title="{said["templates_key"]}">{drawn("file-text")}'
        f'<span class="wide">{said["templates"]}</span></a><a class="btn plain" href="{esc(composer.sheet)}" '
        f'data-ready="sheet" data-key="x" aria-label="{said["sheet"]}" title="{said["sheet_key"]}">'
        f"{drawn('ruler')}</a>\n"
    )


def _parcel(composer: Composer) -> str:
    if not composer.parcel:
        return ""
    said, address = _words(), esc(composer.parcel)
    return (
        f'<button class="btn plain" formaction="{address}" formnovalidate name="fill" value="parcel" '
        f'hx-post="{address}" hx-target="closest form" hx-swap="outerHTML" data-key="p" '
        f'aria-label="{said["parcel"]}" title="{said["parcel_key"]}">{drawn("truck")}'
        f'<span class="wide">{said["parcel"]}</span></button>\n'
    )


def _model(composer: Composer) -> str:
    if not composer.model:
        return ""
    name = _words()["model"]
    return (
        f'<a class="btn plain" href="{esc(composer.model)}" title="{name}">{drawn("bot")}'
        f'<span class="only-read">{name}</span></a>\n'
    )


def _send(composer: Composer) -> str:
    if composer.is_by_hand:
        return by_hand.send()
    said = _words()
    words = said["send"] if composer.is_start else said["close"]
    button = f'<button class="btn primary" name="then" value="close" title="Ctrl+Enter">{drawn("send")}{words}</button>'
    return f'<div class="send">{button}{"" if composer.is_start else _other_ways()}</div>'


@once_a_language
def _other_ways() -> str:
    said = _words()
    first, later = (("wait", "keep"), ("hour", "tomorrow"))
    wait, keep = (f'<button name="then" value="{one}">{said[one]}</button>' for one in first)
    hour, tomorrow = (f'<button name="then" value="{one}">{said[one]}</button>' for one in later)
    return (
        f'<details class="menu up"><summary class="btn primary square" aria-label="{said["others"]}">'
        f'{drawn("chevron-up")}</summary><div class="sheet">{wait}{keep}<hr>{hour}{tomorrow}</div></details>'
    )
