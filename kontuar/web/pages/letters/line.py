"""A mail within the talk as HTML: its words, what is folded away, who wrote to whom."""

from django.utils.translation import gettext as _

from kontuar.web.pages.letters.part import MailPart, Piece
from kontuar.web.rows import drawn, esc, lang


def mail(one: MailPart, language: str) -> str:
    """``language`` is that of the buyer's words, where it is known."""
    pieces = [_piece(piece, one.whole, language) for piece in one.pieces]
    empty = esc(_("The mail holds no text."))
    troubles = [f'<p class="quiet trouble">{drawn("info")} {esc(words)}</p>' for words in one.troubles]
    return "".join(
        [_above(one), *(pieces or [f'<p class="quiet">{empty}</p>']), *troubles, _inside(one), _foot(one)]
    )


def _above(one: MailPart) -> str:
    strip = subject = ""
    if one.strip:
        strip = (
            f'<p class="banner strong fraud" role="note">{drawn("triangle-alert")}'
            f'<span class="grow">{esc(one.strip)}</span></p>'
        )
    if one.subject:
        name = esc(_("Subject"))
        subject = f'<p class="subject"><span class="only-read">{name}: </span>{esc(one.subject)}</p>'
    return strip + subject


def _piece(piece: Piece, whole: str, language: str) -> str:
    """``piece.text`` is HTML already: its links are made, everything else in it is escaped."""
    if not piece.label:
        behind = esc(_("The rest of the mail"))
        rest = f'<p><a href="{esc(whole)}">{behind}</a></p>' if piece.is_cut else ""
        return f'<div class="text"{lang(language)}>{piece.text}</div>{rest}'
    label = esc(piece.label)
    summary = f'<summary aria-label="{label}" title="{label}">…</summary>'
    if piece.more:
        fetched = (
            f'hx-get="{esc(piece.more)}" hx-trigger="toggle once" hx-target="find .text" hx-swap="outerHTML"'
        )
        text = f'<div class="text"><a href="{esc(whole)}">{label}</a></div>'
        return f'<details class="folded" {fetched}>{summary}{text}</details>'
    is_open = " open" if piece.is_open else ""
    return f'<details class="folded"{is_open}>{summary}<div class="text">{piece.text}</div></details>'


def _inside(one: MailPart) -> str:
    if not one.inside:
        return ""
    address = esc(one.inside)
    return f'<div class="inside" hx-get="{address}" hx-trigger="load" hx-swap="innerHTML" hx-target="this"></div>'


def _foot(one: MailPart) -> str:
    if not one.page:
        return ""
    page, whole, from_and_to = esc(one.page), esc(_("The whole mail")), esc(_("From and to"))
    people = "".join(f"<dt>{esc(name)}</dt><dd>{esc(value)}</dd>" for name, value in one.people)
    sent = ""
    if one.as_sent:
        look = esc(_("Show as sent"))
        fetched = (
            f'hx-get="{esc(one.as_sent)}" hx-trigger="toggle once" hx-target="find .look" hx-swap="innerHTML"'
        )
        shown = f'<summary>{look}</summary><div class="look"><a href="{page}">{look}</a></div>'
        sent = f'<details class="sent-look" {fetched}>{shown}</details>'
    return (
        f'<div class="mail-foot"><details class="people"><summary>{from_and_to}</summary>'
        f'<dl class="facts">{people}</dl><p><a href="{page}">{whole}</a></p></details>{sent}</div>'
    )
