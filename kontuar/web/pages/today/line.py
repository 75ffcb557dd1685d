"""Lines of Today as HTML."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.web.day_strip import Strip
from kontuar.web.pages.today.item import Bundle, Item, Shown
from kontuar.web.rows import chip, esc, lang, mark, tag, title
from kontuar.web.templatetags.kontuar import spot


def shown(one: Shown, strip: Strip, seal: str) -> str:
    """A duty, or several that are alike on one line that opens."""
    return duty(one, strip, seal) if isinstance(one, Item) else _bundle(one, strip, seal)


def _bundle(bundle: Bundle, strip: Strip, seal: str) -> str:
    late = f' <span class="chip late">{esc(bundle.late)}</span>' if bundle.late else ""
    summary = f"<summary data-row>{spot('package')}<strong>{esc(bundle.text)}</strong>{late}</summary>"
    inner = "".join(duty(item, strip, seal) for item in bundle.items)
    return f'<li class="bundle"><details id="{esc(bundle.id)}">{summary}<ul class="inner">{inner}</ul></details></li>\n'


def duty(item: Item, strip: Strip, seal: str) -> str:
    """What is owed, by when, and the button that does it. ``seal`` is the form's token (``rows.seal``)."""
    tags = [
        tag(item.tag),
        tag(strip.mark, is_strong=True) if item.id in strip.marked else "",
        tag(pgettext("stands in", "in place of"), is_strong=True) if item.case_id in strip.taken_over else "",
        _assignee(item.assignee) if item.assignee else "",
    ]
    who = f"<span>{esc(item.what)}</span>{''.join(f' {one}' for one in tags if one)}{_words(item)}"
    return (
        f'<li class="duty" id="{esc(item.id)}" data-row>{_mark(item)}'
        f'<div class="who">{_buyer(item)} {who}</div>'
        f"{_clock(item)}{_next(item, seal)}"
        '<div class="place"></div></li>\n'
    )


def trouble(item: Shown, strip: Strip, seal: str) -> str:
    """A parcel in trouble: a line under the parcels' own."""
    if not isinstance(item, Item):
        return _bundle(item, strip, seal)
    who = f'<span>{esc(item.what)}</span><p class="clip quiet">{esc(item.text)}</p>'
    return (
        f'<li class="duty" data-row>{_mark(item)}<div class="who">{_buyer(item)} {who}</div>'
        f"{_clock(item)}{_next(item, seal)}</li>\n"
    )


def stopped(item: Item) -> str:
    """A message of ours that a person must look at."""
    who = f'{tag(item.what, is_strong=True)}<p class="clip quiet"><q>{esc(item.text)}</q></p>'
    return (
        f'<li class="duty" data-row>{_mark(item)}'
        f'<div class="who"><a class="buyer" href="{esc(item.url)}">{esc(item.buyer)}</a> {who}</div>'
        f'{_clock(item)}<a class="btn" href="{esc(item.url)}">{esc(item.button)}</a></li>\n'
    )


def listed(item: Item) -> str:
    """A case one looks back at."""
    return f'<li class="row" data-row>{_listed(item)}'


def chosen(items: Sequence[Item], *, is_chosen: bool) -> list[str]:
    """Cases to choose from, each with its box."""
    checked = " checked" if is_chosen else ""
    return [
        f'<li class="row" data-row><input type="checkbox" name="case" value="{item.case_id}" id="box-{esc(item.id)}"'
        f' aria-label="{esc(item.buyer)}"{checked}>{_listed(item)}'
        for item in items
    ]


def _listed(item: Item) -> str:
    return (
        f'{_mark(item)}{_buyer(item)}<span class="grow clip quiet"{lang(item.language)}>{esc(item.text)}</span>'
        f'<span class="quiet nowrap">{esc(item.at)}</span></li>\n'
    )


def _mark(item: Item) -> str:
    return mark(item.platform, item.letter, item.account)


def _buyer(item: Item) -> str:
    return f'<a class="buyer" href="{esc(item.url)}" data-open-row>{esc(item.buyer)}</a>'


def _words(item: Item) -> str:
    return f'<p class="clip quiet"{lang(item.language)}>{esc(item.text)}</p>'


def _assignee(name: str) -> str:
    role = title(_("Assigned to"))
    return f'<span class="tag"{role}>{spot("user-round")}{esc(name)}</span>'


def _clock(item: Item) -> str:
    lost = esc(item.lost)
    if item.chip is None:
        return f'<div class="clock">{f'<small class="quiet">{lost}</small>' if lost else ""}</div>'
    safer = f"{esc(item.chip.safer)} · " if item.chip.safer else ""
    return f'<div class="clock">{chip(item.chip)}<small class="quiet">{safer}{lost}</small></div>'


def _next(item: Item, seal: str) -> str:
    """The next step, and where a person may call it done, that too."""
    button = esc(item.button)
    if item.outside:
        step = (
            f'<a class="btn" href="{esc(item.outside)}" target="_blank" rel="noopener noreferrer">'
            f"{spot('external-link')}{button}</a>"
        )
    else:
        place = esc(item.in_place)
        in_place = f' hx-get="{place}" hx-target="next .place" data-answer' if place else ""
        step = f'<a class="btn" href="{esc(item.url)}"{in_place}>{button}</a>'
    return f'<div class="next">{step}{_settle(item.settle, seal) if item.settle else ""}</div>'


def _settle(address: str, seal: str) -> str:
    done, why = esc(pgettext("deed", "Done")), title(_("It is done: take it off the list"))
    button = f'<button class="btn plain"{why}>{spot("check")}{done}</button>'
    return f'<form method="post" action="{esc(address)}">{seal}{button}</form>'
