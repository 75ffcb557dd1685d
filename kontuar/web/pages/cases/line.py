"""The talk as HTML: what was said, noted and told, in one line of time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontuar.store.models import Case
from kontuar.store.queries.case import CaseView
from kontuar.web.going import to
from kontuar.web.once import once_a_language
from kontuar.web.pages.cases.talk import Entry
from kontuar.web.pages.files.line import files
from kontuar.web.pages.letters.line import mail
from kontuar.web.rows import drawn, esc, lang, seal, tag, written

FEW = 5
"""Other conversations of the thread that a message may be moved to."""


@once_a_language
def _words() -> dict[str, str]:
    """What stands at message after message, escaped."""
    said = {
        "split": _("From here on a new conversation"),
        "move": _("Move to"),
        "this": _("This message"),
    }
    return {name: esc(words) for name, words in said.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the entries share. ``place`` is ``"today"`` in the answering under a line of Today."""

    request: HttpRequest
    case: Case
    siblings: Sequence[Case] = ()
    thread_url: str = ""
    place: str = ""
    said: Mapping[str, str] = field(default_factory=_words)

    @classmethod
    def of(cls, request: HttpRequest, view: CaseView, thread_url: str = "", place: str = "") -> "Around":
        """Around the talk of a case."""
        return cls(
            request=request, case=view.case, siblings=view.siblings, thread_url=thread_url, place=place
        )


def entries(found: Iterable[Entry], around: Around) -> SafeString:
    """The whole line of time."""
    return written(map(partial(_entry, around=around), found))


def _entry(entry: Entry, around: Around) -> str:
    if entry.kind == "cut":
        return _cut(entry)
    if entry.kind == "notice":
        return _notice(entry)
    if entry.kind == "outgoing":
        return _by_template("cases/outgoing.html", entry, around)
    return _said(entry, around)


def _cut(entry: Entry) -> str:
    text = esc(entry.text)
    inner = f'<a href="{esc(entry.url)}">{text}</a>' if entry.url else f"<span>{text}</span>"
    return f'<li class="cut {entry.css}">{inner}</li>\n'


def _notice(entry: Entry) -> str:
    tags = "".join(f" <span>· {esc(one)}</span>" for one in entry.tags)
    return (
        f'<li class="cut notice" id="{entry.id}"><a href="{esc(entry.url)}" hx-boost="false">'
        f"{drawn('mail')}{esc(entry.text)}</a> {entry.time}{tags}</li>\n"
    )


def _said(entry: Entry, around: Around) -> str:
    if entry.mail:
        words = mail(entry.mail, entry.language)
    else:
        words = f'<div class="text"{lang(entry.language)}>{esc(entry.text)}</div>'
    return (
        f'<li class="said {entry.css}" id="{entry.id}"><div class="meta">{_meta(entry)}{_menu(entry, around)}</div>'
        f"{words}{_promised(entry, around)}{files(entry.files)}{_told(entry)}"
        f"{_by_template('cases/outgoing_btns.html', entry, around) if entry.sent else ''}</li>\n"
    )


def _meta(entry: Entry) -> str:
    note = ""
    if entry.kind == "note":
        note = tag(_("Note, stays in Kontuar"), within=drawn("sticky-note"))
    elif entry.kind == "call":
        note = tag(_("Phone call, stays in Kontuar"), within=drawn("phone"))
    tags = "".join(f' <span class="quiet">· {esc(one)}</span>' for one in entry.tags)
    strong = f" {tag(entry.strong, is_strong=True)}" if entry.strong else ""
    return f"{note}<strong>{esc(entry.name)}</strong> {entry.time}{tags}{strong}"


def _menu(entry: Entry, around: Around) -> str:
    """Split here, or move elsewhere. The form of these buttons stands once beside the talk."""
    if not (entry.can_split or entry.can_move):
        return ""
    pk, form, buttons = around.case.pk, f"moves-{around.case.pk}", ""
    if entry.can_split:
        address = to("case_split", pk, entry.pk)
        buttons = f'<button form="{form}" formaction="{address}">{around.said["split"]}</button>'
    if entry.can_move:
        address = to("case_move", pk, entry.pk)
        buttons += f"<h3>{around.said['move']}</h3>"
        for other in around.siblings[:FEW]:
            called = esc(other.subject or other.last_text)
            buttons += (
                f'<button form="{form}" name="to" value="{other.pk}" formaction="{address}">'
                f'<span class="clip">{called}</span></button>'
            )
    summary = f'<summary class="btn plain tiny" aria-label="{around.said["this"]}"></summary>'
    return f'<details class="menu moves">{summary}<div class="sheet">{buttons}</div></details>'


def _promised(entry: Entry, around: Around) -> str:
    """What was promised in a call, and the number to call back with the way to take it away."""
    if entry.kind != "call":
        return ""
    found = ""
    if entry.promised:
        words = esc(_("Promised: %(what)s") % {"what": entry.promised})
        found += f'<p class="promised">{words}</p>'
    if entry.number:
        words = esc(_("To call back: %(number)s") % {"number": entry.number})
        name = esc(_("Remove the number"))
        button = (
            f'<form method="post" action="{entry.url}" hx-boost="true">{seal(around.request)}'
            f'<button class="btn plain">{name}</button></form>'
            if entry.url
            else ""
        )
        found += f'<div class="call-back"><span>{words}</span>{button}</div>'
    return found


def _told(entry: Entry) -> str:
    """What mail servers told of a mail of ours."""
    if not entry.why:
        return ""
    return f'<p class="why">{esc(entry.why)}</p>{server_words(entry.said)}'


def server_words(said: Sequence[str]) -> SafeString:
    """Their own words, folded away."""
    lines = "".join(f'<p class="quiet" lang="en">{esc(line)}</p>' for line in said)
    name = esc(_("What the mail server said"))
    folded = f'<details class="server-words"><summary class="quiet">{name}</summary>{lines}</details>'
    return written([folded] if said else [])


def _by_template(name: str, entry: Entry, around: Around) -> str:
    # Without the request: what the frame needs is not asked for once more.
    return render_to_string(name, {**outgoing(entry, around), "csrf_token": get_token(around.request)})


def outgoing(entry: Entry, around: Around) -> dict[str, object]:
    """What ``cases/outgoing.html`` shows of a message of ours that is under way, or came back."""
    return {
        "entry": entry,
        "sent": entry.sent,
        "files": files(entry.files),
        "server_words": server_words(entry.said),
        "case": around.case,
        "thread_url": around.thread_url,
        "place": around.place,
    }
