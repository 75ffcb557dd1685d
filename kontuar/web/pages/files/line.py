"""Files of a message as HTML."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontuar.web.pages.files.words import File
from kontuar.web.rows import drawn, esc, written


def files(found: Sequence[File]) -> SafeString:
    """The list; nothing for no files."""
    return written(['<ul class="files">', *map(_file, found), "</ul>"] if found else [])


def _file(file: File) -> str:
    picture = drawn(file.icon)
    if file.thumb:
        picture = (
            f'<a class="thumb" href="{esc(file.url)}" target="_blank" rel="noopener" tabindex="-1"'
            f' aria-hidden="true"><img src="{esc(file.thumb)}" alt="" width="96" height="72" loading="lazy"></a>'
        )
    pictured = ' class="pictured"' if file.thumb else ""
    about = ", ".join(esc(word) for word in (file.kind, file.size) if word)
    beware = f' <strong class="beware">{esc(file.beware)}</strong>' if file.beware else ""
    return (
        f'<li{pictured}>{picture}<span>{_name(file)} <span class="quiet">{about}</span>{beware}</span></li>'
    )


def _name(file: File) -> str:
    name = esc(file.name)
    if file.url:
        return f'<a href="{esc(file.url)}" target="_blank" rel="noopener">{name}</a>'
    gone = esc(_("no longer available"))
    return f'<s>{name}</s> <span class="quiet">{gone}</span>'
