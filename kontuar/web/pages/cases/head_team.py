"""What colleagues put on a case, as HTML: calls to the person, tags, what it is about, a routine's template."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.store.queries.case import CaseView
from kontuar.store.queries.teamwork import OnCase
from kontuar.web.going import to
from kontuar.web.once import once_a_language
from kontuar.web.pages.cases.team_words import Team
from kontuar.web.rows import drawn, esc, tag


def line(team: Team, view: CaseView, token: str) -> str:
    """The line under the head."""
    calls = "".join(_call(name, words, view.case.pk, token) for name, words in team.calls)
    tags = "".join(_tag(one, view, token) for one in team.tags)
    suggestion = ""
    if team.suggestion:
        suggestion = f'<p class="line under quiet">{drawn("file-text")}{esc(team.suggestion)}</p>'
    new, phone = (_new_tag(view.case.pk, token), _phone(view.case.pk)) if view.can_work else ("", "")
    return f'{calls}<div class="line under team">{tags}{new}\n{_about(team, view)}{phone}</div>\n{suggestion}'


@once_a_language
def _words() -> dict[str, str]:
    """All that is the same on every case, escaped."""
    said = {
        "seen": _("Seen"),
        "put_tag": _("Put a tag on (key T)"),
        "tag": _("Tag"),
        "put": _("Put it on"),
        "about_key": _("What it is about (key M)"),
        "about": _("What it is about"),
        "call_key": _("Note a call (key C)"),
        "call": pgettext("on the phone", "Call"),
    }
    return {name: esc(words) for name, words in said.items()}


def _call(name: str, words: str, case_id: int, token: str) -> str:
    calls = esc(_("%(name)s calls you:") % {"name": name})
    return (
        f'<form class="banner call" method="post" action="{to("case_calls_seen", case_id)}" hx-boost="true">{token}'
        f'<span class="grow"><strong>{calls}</strong> {esc(words)}</span>'
        f'<button class="btn">{_words()["seen"]}</button></form>'
    )


def _tag(one: OnCase, view: CaseView, token: str) -> str:
    off = ""
    if view.can_work:
        name = esc(_("Take off the tag %(name)s") % {"name": one.name})
        off = (
            f'<form method="post" action="{to("case_untag", view.case.pk, one.pk)}" hx-boost="true">{token}'
            f'<button class="btn plain tiny" aria-label="{name}">{drawn("x")}</button></form>'
        )
    return f'<span class="tag word {esc(one.tone)}">{esc(one.name)}{off}</span>'


def _new_tag(case_id: int, token: str) -> str:
    """The desk's tags are fetched when it is opened first."""
    said = _words()
    return (
        f'<details class="menu start" hx-get="{to("case_tag_names", case_id)}" hx-trigger="toggle once" '
        f'hx-target="#tag-names" hx-swap="innerHTML"><summary class="btn plain" data-key="t" '
        f'title="{said["put_tag"]}">{drawn("tag")}{said["tag"]}</summary><form class="sheet" method="post" '
        f'action="{to("case_tag", case_id)}" hx-boost="true" hx-target="#area" hx-swap="outerHTML">{token}'
        f'<div class="field in-sheet"><label for="tag-name">{said["tag"]}</label><input id="tag-name" name="name" '
        f'list="tag-names" maxlength="40" required autocomplete="off"></div><datalist id="tag-names"></datalist>'
        f"<button>{said['put']}</button></form></details>"
    )


def _about(team: Team, view: CaseView) -> str:
    said, address = _words(), to("case_matter", view.case.pk)
    words = "".join(map(tag, team.matter)) or f"{drawn('list-checks')}{said['about']}"
    return f'<a class="about" href="{address}" hx-boost="false" data-key="m" title="{said["about_key"]}">{words}</a>'


def _phone(case_id: int) -> str:
    said = _words()
    return (
        f'<a class="about" href="{to("case_call", case_id)}" hx-boost="false" data-key="c" '
        f'title="{said["call_key"]}">{drawn("phone")}{said["call"]}</a>'
    )
