"""The buttons of a talk's head as HTML: close, put off, and all else behind "More"."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.actions import triage
from kontuar.actions.ways import is_by_hand
from kontuar.store.queries.case import CaseView
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.once import once_a_language
from kontuar.web.order_pane import Link
from kontuar.web.pages.cases import by_hand
from kontuar.web.rows import drawn, esc

MOST_OTHERS = 5
"""Other conversations of the buyer that may be joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    """What they need. ``others`` are the buyer's other conversations, ``may_say`` what his last words may be called."""

    view: CaseView
    look: Look
    thread_url: str
    others: Sequence[Link]
    may_say: Sequence[tuple[str, str]]
    token: str


@once_a_language
def _words() -> dict[str, str]:
    """All that is the same in every head, escaped."""
    said = {
        "open": _("Open again"),
        "close": _("Close"),
        "why": _("Why without an answer?"),
        "put_off": _("Put off"),
        "show_again": _("Show again"),
        "what_for": _("What for (if you like)"),
        "example": _("returned parcel, supplier…"),
        "more": _("More"),
        "give": _("Give to"),
        "nobody": _("nobody"),
        "last_words": _("The last words of the buyer are"),
        "supplier": _("The supplier promised by"),
        "remind": _("Remind me then"),
        "voice": _("Wish or praise of the buyer"),
        "join": _("Join another conversation of this buyer into this one"),
        "stop": _("Stop waiting"),
        "order": _("Order and buyer"),
    }
    return {name: esc(words) for name, words in said.items()}


@once_a_language
def _reasons() -> str:
    return "".join(
        f'<button name="reason" value="{code}">{esc(str(label))}</button>' for code, label in triage.REASONS
    )


def buttons(one: Menus) -> str:
    """Those a person may use; the way to the order on a narrow screen."""
    name = _words()["order"]
    order = (
        f'<a class="btn square to-order" href="?okno=zamowienie" data-to="order" title="{name}" '
        f'aria-label="{name}">{drawn("package")}</a>'
    )
    deeds = f"{_close(one)}\n{_put_off(one)}\n" if one.view.can_work else ""
    return f'<div class="btns">{deeds}{_more(one)}{order}</div>'


def _form(name: str, one: Menus, css: str = "") -> str:
    """The beginning of a form that does something with the case."""
    begin = f'<form class="{css}"' if css else "<form"
    return f'{begin} method="post" action="{to(name, one.view.case.pk)}" hx-boost="true">{one.token}'


def _labelled(name: str, icon: str) -> str:
    """What stands in a button and is left of it on a narrow screen."""
    return f'title="{name}" aria-label="{name}">{drawn(icon)}<span class="wide">{name}</span>'


def _close(one: Menus) -> str:
    said, view = _words(), one.view
    if view.case.state == "closed":
        label = _labelled(said["open"], "rotate-ccw")
        return f'{_form("case_reopen", one)}<button class="btn" data-key="e" {label}</button></form>'
    label = _labelled(said["close"], "check")
    if not view.duties:
        return f'{_form("case_close", one)}<button class="btn" data-key="e" {label}</button></form>'
    return (
        f'<details class="menu"><summary class="btn" data-key="e" {label}</summary>'
        f"{_form('case_close', one, 'sheet')}<h3>{said['why']}</h3>{_reasons()}</form></details>"
    )


def _put_off(one: Menus) -> str:
    said = _words()
    moments = "".join(
        f'<button name="until" value="{value}">{esc(label)}</button>' for value, label in snoozes(one.look)
    )
    return (
        f'<details class="menu"><summary class="btn" data-key="s" {_labelled(said["put_off"], "alarm-clock")}'
        f"</summary>{_form('case_wait', one, 'sheet')}<h3>{said['show_again']}</h3>{moments}"
        f'<div class="field in-sheet"><label for="what-for">{said["what_for"]}</label><input id="what-for" '
        f'name="what_for" maxlength="120" placeholder="{said["example"]}"></div></form></details>'
    )


def _more(one: Menus) -> str:
    more = _words()["more"]
    there = ""
    if one.thread_url:
        account = one.view.account
        platform = str(account) if is_by_hand(account) else labels.platform(account.platform)
        words = esc(_("Open on %(platform)s") % {"platform": platform})
        there = (
            f'<a href="{esc(one.thread_url)}" target="_blank" rel="noopener noreferrer">'
            f"{drawn('external-link')}{words}</a>"
        )
    mail = by_hand.from_mail(one.view.case) if one.view.account.platform == "mail" else ""
    deeds = f"{_give(one)}{_say(one)}{mail}{_voice(one)}{_join(one)}{_stop(one)}" if one.view.can_work else ""
    return (
        f'<details class="menu"><summary class="btn square" title="{more}" aria-label="{more}">'
        f'{drawn("ellipsis")}</summary><div class="sheet">{there}{deeds}</div></details>\n'
    )


def _give(one: Menus) -> str:
    said, case = _words(), one.view.case
    people = [(str(pk), esc(name), pk == case.assignee_id) for pk, name in one.view.colleagues]
    people.append(("", said["nobody"], case.assignee_id is None))
    choices = "".join(
        f'<button name="to" value="{value}" aria-pressed="{"true" if is_his else "false"}">{name}</button>'
        for value, name, is_his in people
    )
    return f"<hr>{_form('case_assign', one)}<h3>{said['give']}</h3>{choices}</form>\n"


def _say(one: Menus) -> str:
    """What the buyer's last words are by law, and when the supplier will have it."""
    said = _words()
    kinds = "".join(
        f'<button name="kind" value="{code}">{esc(label)}</button>' for code, label in one.may_say
    )
    law = f"{_form('case_say', one)}<h3>{said['last_words']}</h3>{kinds}</form>\n" if kinds else ""
    tomorrow = one.look.morning(1).date().isoformat()
    return (
        f'<hr>{law}{_form("case_say", one)}<input type="hidden" name="kind" value="supplier">'
        f'<div class="field in-sheet"><label for="supplier-by">{said["supplier"]}</label>'
        f'<input id="supplier-by" type="date" name="by" min="{tomorrow}" required></div>'
        f"<button>{said['remind']}</button></form>\n"
    )


def _voice(one: Menus) -> str:
    address = to("case_voice", one.view.case.pk)
    return f'<hr><a href="{address}" hx-boost="false">{drawn("lightbulb")}{_words()["voice"]}</a>\n'


def _join(one: Menus) -> str:
    rows = "".join(
        f'<button name="other" value="{other.pk}"><span class="clip">{esc(other.text)}</span></button>'
        for other in one.others[:MOST_OTHERS]
    )
    return f"<hr>{_form('case_merge', one)}<h3>{_words()['join']}</h3>{rows}</form>\n" if rows else ""


def _stop(one: Menus) -> str:
    if one.view.case.state != "waiting":
        return ""
    return f"<hr>{_form('case_reopen', one)}<button>{drawn('rotate-ccw')}{_words()['stop']}</button></form>\n"


def snoozes(look: Look) -> list[tuple[str, str]]:
    """Moments a case may be put off to."""
    hour, three = look.hours(1), look.hours(3)
    days = [look.morning(1), look.morning(3), look.morning(7)]
    return [
        (hour.isoformat(), _("in an hour, %(time)s") % {"time": labels.clock(hour, look)}),
        (three.isoformat(), _("in 3 hours, %(time)s") % {"time": labels.clock(three, look)}),
        *((at.isoformat(), labels.day_and_time(at, look)) for at in days),
    ]
