"""A line of the list as HTML."""

from kontuar.web.pages.inbox.words import Item
from kontuar.web.rows import chip, esc, lang, mark, tag, title
from kontuar.web.templatetags.kontuar import spot

SHOWN = 2
"""Tags on a line: more would push the clock out of sight."""


def line(item: Item, *, is_here: bool) -> str:
    """Whom, when, what was said last, and its clock; ``is_here``: the case beside the list."""
    here = ' aria-current="true"' if is_here else ""
    return (
        f'<li data-row><a class="item" href="{esc(item.url)}" data-case="{item.case_id}" data-open-row{here}>'
        f"{mark(item.platform, item.letter, item.account)}"
        f'<strong class="clip{" quiet" if item.is_quiet else ""}">{esc(item.buyer)}</strong>'
        f'<span class="at">{esc(item.at)}</span>'
        f'<span class="words clip"{lang(item.language)}>{esc(item.text)}</span>'
        f'<span class="meta">{_meta(item)}</span></a></li>\n'
    )


def _meta(item: Item) -> str:
    order = tag(item.order, within=spot("package"))
    face = f'<span class="face"{title(item.assignee)}>{esc(item.face)}</span>' if item.face else ""
    return chip(item.chip) + tag(item.tag, is_strong=item.is_tag_strong) + order + _tags(item) + face


def _tags(item: Item) -> str:
    """The desk's own words on the conversation: two of them, the others behind a number."""
    shown = "".join(
        f'<span class="tag word {esc(one.tone)}">{esc(one.name)}</span>' for one in item.tags[:SHOWN]
    )
    rest = ", ".join(one.name for one in item.tags[SHOWN:])
    more = f'<span class="tag"{title(rest)}>+{len(item.tags) - SHOWN}</span>' if rest else ""
    return f'<span class="tags">{shown}{more}</span>' if shown else ""
