"""A conversation as a list, for either side."""

from __future__ import annotations

from markupsafe import Markup

from kontuar.practice_market.screens.html import View, tag
from kontuar.practice_market.talk import Message


def conversation(view: View, messages: list[Message], *, seller_reads: bool) -> Markup:
    """Oldest first; the reader's own messages on the right."""
    if not messages:
        return tag("p", view.w("Jeszcze nic.", "Nothing yet."), class_="soft")
    return tag("ol", *(_row(view, message, seller_reads) for message in messages), class_="talk")


def _row(view: View, message: Message, seller_reads: bool) -> Markup:
    world = view.market.world
    about = ""
    if message.offer_id and message.offer_id in world.offers:
        about = " · " + world.offers[message.offer_id].name
    elif message.order_id:
        about = " · " + view.w("zamówienie", "order") + " " + message.order_id[:8]
    state = f" · {message.status}" if message.status not in {"DELIVERED", "INTERACTING"} else ""
    files = [world.attachments[a].file_name for a in message.attachments if a in world.attachments]
    attached = tag("small", "📎 " + ", ".join(files)) if files else ""
    head = tag("small", f"{message.author} · {view.time(message.created_at)}{about}{state}", class_="soft")
    return tag(
        "li", head, message.text, attached, class_="mine" if message.by_seller == seller_reads else None
    )
