"""What an answer by mail goes out with, as HTML: to whom, its subject, copies."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.web.pages.cases.compose import Composer
from kontuar.web.rows import esc


def envelope(composer: Composer) -> str:
    """Above the text; the composer must have an envelope."""
    told = composer.envelope
    assert told is not None
    to = esc(pgettext("mail", "To"))
    return (
        f'<div class="envelope"><p class="clip"><span class="quiet">{to}:</span> {esc(told.to)} '
        f'<span class="quiet">· {esc(told.subject)}</span></p>{_carrier(composer)}\n{_copies(composer)}</div>'
    )


def _carrier(composer: Composer) -> str:
    """The marketplace that brings it to a masked address."""
    if not composer.carrier:
        return ""
    words = _("%(platform)s carries this mail to the buyer; its rules for messages hold here too.")
    return f'<p class="help">{esc(words % {"platform": composer.carrier})}</p>'


def _copies(composer: Composer) -> str:
    summary, hint = esc(_("Copy to others (Cc)")), esc(_("Addresses, with commas between them"))
    ticked = "".join(
        f'<label class="check"><input type="checkbox" name="cc" value="{esc(address)}"'
        f"{' checked' if is_wished else ''}>{esc(address)}</label>"
        for address, is_wished in composer.copies
    )
    name, is_open = f"cc{esc(composer.place)}", " open" if composer.cc else ""
    return (
        f'<details class="copies"{is_open}><summary>{summary}</summary>{ticked}'
        f'<label class="only-read" for="{name}">{hint}</label><input id="{name}" name="cc" '
        f'value="{esc(composer.cc)}" maxlength="2000" autocomplete="off" inputmode="email" placeholder="{hint}">'
        f"</details>"
    )
