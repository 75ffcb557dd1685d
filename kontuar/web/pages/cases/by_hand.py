"""What a talk noted by hand has in other words or besides, as HTML: how it is sent, what came next, who it is."""

from django.utils.translation import gettext as _

from kontuar.store.models import Case
from kontuar.web.going import to
from kontuar.web.once import once_a_language
from kontuar.web.rows import drawn, esc


@once_a_language
def _words() -> dict[str, str]:
    said = {
        "copy": _("Copy and open the talk"),
        "copy_title": _(
            "Copies the text and opens the talk in another window; nothing is sent by Kontuar (Ctrl+Enter)"
        ),
        "others": _("Other ways to send"),
        "wait": _("Copy, then wait for the buyer"),
        "keep": _("Copy, then keep open"),
        "back": _("What did they write back?"),
        "paste": _("Paste it here. The time counts as now."),
        "they": _("The buyer wrote this"),
        "we": _("We wrote this there"),
        "when": _("Another time…"),
        "known": _("Known from elsewhere?"),
        "who": _("Who is it?"),
        "part": _("Not the same person"),
        "note": _("Note it as a talk from elsewhere"),
    }
    return {name: esc(words) for name, words in said.items()}


@once_a_language
def send() -> str:
    """In place of "Send": the text is copied, the talk is opened, a person does the rest."""
    said = _words()
    button = (
        f'<button class="btn primary" name="then" value="close" title="{said["copy_title"]}">{drawn("copy")}'
        f"{said['copy']}</button>"
    )
    ways = "".join(f'<button name="then" value="{one}">{said[one]}</button>' for one in ("wait", "keep"))
    menu = (
        f'<details class="menu up"><summary class="btn primary square" aria-label="{said["others"]}">'
        f'{drawn("chevron-up")}</summary><div class="sheet">{ways}</div></details>'
    )
    return f'<div class="send">{button}{menu}</div>'


def wrote_back(case: Case, token: str) -> str:
    """Under the composer: paste what came next."""
    said, address = _words(), to("intake-back", case.pk)
    return (
        f'<details class="note-form"><summary data-key="b">{drawn("message-square-plus")} {said["back"]}</summary>'
        f'<form method="post" action="{address}" hx-boost="false">{token}<label class="only-read" for="wrote-back">'
        f'{said["back"]}</label><textarea id="wrote-back" name="text" rows="2" required '
        f'placeholder="{said["paste"]}"></textarea><div class="btns">'
        f'<button class="btn" name="side" value="they">{said["they"]}</button>'
        f'<button class="btn plain" name="side" value="we">{said["we"]}</button>'
        f'<a class="btn plain" href="{address}" hx-boost="false">{said["when"]}</a></div></form></details>\n'
    )


def who(case: Case, token: str) -> str:
    """Beside the talk: say who it is, or that it was somebody else after all."""
    said, part = _words(), ""
    if case.buyer.person:
        part = (
            f'<form method="post" action="{to("intake-who-part", case.pk)}" hx-boost="true">{token}'
            f'<button class="btn plain">{said["part"]}</button></form>'
        )
    return (
        f'<section class="part"><h3>{said["known"]}</h3><div class="btns">'
        f'<a class="btn" href="{to("intake-who", case.pk)}" hx-boost="false">{drawn("user-search")}{said["who"]}</a>'
        f"{part}</div></section>\n"
    )


def from_mail(case: Case) -> str:
    """In the menu of a mail that only told of a message elsewhere."""
    words = f"{drawn('message-square-plus')}{_words()['note']}"
    return f'<hr><a href="{to("intake")}?z={case.pk}" hx-boost="false">{words}</a>\n'
