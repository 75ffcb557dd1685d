"""The head of a talk as HTML: whose it is, its clocks, what colleagues put on it, and what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.store.queries.case import CaseView
from kontuar.web import labels
from kontuar.web.labels import Chip
from kontuar.web.once import once_a_language
from kontuar.web.pages.cases import head_menus, head_team
from kontuar.web.pages.cases.head_menus import Menus
from kontuar.web.pages.cases.marks_words import Line
from kontuar.web.pages.cases.team_words import Team
from kontuar.web.rows import chip, drawn, esc, mark, tag, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What it tells. ``token`` is what every form carries, ``list_url`` where the list beside it came from."""

    view: CaseView
    menus: Menus
    team: Team
    marks: Sequence[Line]
    chips: Sequence[tuple[Chip, str]]
    issue: Mapping[str, Any] | None
    called: str
    called_too: str
    waits: str
    list_url: str
    token: str


def head(one: Head) -> SafeString:
    """The whole of it."""
    said = _words()
    return written(
        [
            '<header class="pane-head thread-head" id="thread-head"><div class="line">',
            f'<a class="btn plain square back" href="{esc(one.list_url)}" data-to="list" '
            f'aria-label="{said["back"]}">{drawn("arrow-left")}</a>{_name(one)}',
            head_menus.buttons(one.menus),
            f'</div>\n<p class="line under">{_under(one)}</p>\n',
            head_team.line(one.team, one.view, one.token),
            *(_incident(hit, one) for hit in one.team.incidents),
            _marks(one.marks, one.token),
            "</header>",
        ]
    )


@once_a_language
def _words() -> dict[str, str]:
    """All that is the same in every head, escaped."""
    said = {
        "back": _("Back to the list"),
        "calm": _("No clock runs here"),
        "assigned": _("Assigned to"),
        "take_back": _("Take it back"),
        "incident": _("Belongs to the incident"),
        "ended": pgettext("incident", "closed"),
        "told": _("already written to"),
        "put": _("Put its text in"),
    }
    return {name: esc(words) for name, words in said.items()}


def _name(one: Head) -> str:
    account = one.view.account
    channel = mark(account.platform, labels.mark(account.platform), str(account))
    too = f' <span class="quiet">{esc(one.called_too)}</span>' if one.called_too else ""
    return f'<h1 class="clip">{channel} {esc(one.called)}{too}</h1>'


def _under(one: Head) -> str:
    """Clocks with what is lost, state, subject, and whose it is."""
    said, case, issue = _words(), one.view.case, ""
    if one.issue:
        address, name = esc(one.issue["url"]), esc(one.issue["name"])
        issue = f'<a class="issue-card" href="{address}" hx-boost="false">{drawn("scale")}{name}</a>'
        issue += "".join(_clock(clock, lost) for clock, lost in one.issue["chips"])
    clocks = "".join(_clock(clock, lost) for clock, lost in one.chips)
    whose = ""
    if one.view.assignee:
        person = f"{drawn('user-round')}{esc(one.view.assignee)}"
        whose = f'<span class="tag" title="{said["assigned"]}">{person}</span>'
    subject = f'<span class="quiet clip">{esc(case.subject)}</span>' if case.subject else ""
    none = "" if clocks else f'<span class="chip none">{said["calm"]}</span>'
    return f"{issue}{clocks}{none}{_standing(one)}{subject}{whose}"


def _clock(clock: Chip, lost: str) -> str:
    safer = f'<span class="quiet">{esc(clock.safer)}</span>' if clock.safer else ""
    return f'{chip(clock, drawn("clock"))}{safer}<span class="quiet">{esc(lost)}</span>'


def _standing(one: Head) -> str:
    """That it waits, and what for; or that it is closed."""
    case = one.view.case
    if one.waits:
        words = _("waiting until %(waits)s") % {"waits": one.waits}
        what_for = f": {case.waiting_for}" if case.waiting_for else ""
        return tag(f"{words}{what_for}", within=drawn("alarm-clock"))
    return tag(labels.case_state(case.state)) if case.state == "closed" else ""


def _incident(hit: Mapping[str, Any], one: Head) -> str:
    """An incident that hit the buyer, and the way to its text."""
    said = _words()
    name = f'<a href="{esc(hit["url"])}" hx-boost="false">{esc(hit["name"])}</a>'
    ended = f' <span class="tag">{said["ended"]}</span>' if hit["is_ended"] else ""
    told = f' <span class="quiet">{said["told"]}</span>' if hit["is_told"] else ""
    button = f'<button class="btn">{said["put"]}</button>' if one.view.can_work else ""
    return (
        f'<form class="banner incident" method="post" action="{esc(hit["put_url"])}" hx-boost="false">{one.token}'
        f'<span class="grow">{drawn("megaphone")} {said["incident"]} {name}{ended}{told}</span>{button}</form>'
    )


def _marks(found: Sequence[Line], token: str) -> str:
    """Words that hold here: a date promised, a complaint, a withdrawal."""
    rows = "".join(
        f'<li class="clocked">{tag(one.text, within=drawn("flag"))}{_settled(one, token)}</li>'
        for one in found
    )
    return f'<ul class="line under marks">{rows}</ul>' if rows else ""


def _settled(one: Line, token: str) -> str:
    """That it is done, or was said in error."""
    if not one.can_work:
        return ""
    ways = [(one.done, "btn tiny", esc(one.done_text))]
    ways += [(one.take_back, "btn plain tiny", _words()["take_back"])] if one.take_back else []
    return "".join(
        f'<form method="post" action="{esc(address)}" hx-boost="true">{token}'
        f'<button class="{css}">{words}</button></form>'
        for address, css, words in ways
    )
