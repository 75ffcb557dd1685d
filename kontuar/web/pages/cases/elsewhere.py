"""Where the same person wrote too, for the pane beside the talk: at the marketplace, by mail, to another mailbox."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.store.models import Case, User
from kontuar.store.queries import same_person
from kontuar.store.queries.same_person import OrderRef, Other
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with a quiet word behind it."""

    url: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A card: one buyer of another account, or another address. ``url`` is the newest case there."""

    title: str
    platform: str
    account: str
    buyer: str
    url: str
    note: str
    text: str
    orders: tuple[Link, ...]


def lines(case: Case, user: User, look: Look) -> list[Elsewhere]:
    """The cards, the last to write first."""
    return [_one(one, look) for one in same_person.others(case, user)]


def _one(one: Other, look: Look) -> Elsewhere:
    when = labels.moment(one.last_message_at, look) if one.last_message_at else ""
    state = labels.case_state(one.state) if one.state else ""
    return Elsewhere(
        title=_title(one),
        platform=one.account.platform,
        account=str(one.account),
        buyer=one.buyer.name or one.buyer.login,
        url=to("case", one.case_id) if one.case_id else "",
        note=", ".join(part for part in (state, when) if part),
        text=" ".join(one.last_text.split()),
        orders=tuple(_order(ref, look) for ref in one.orders),
    )


def _title(one: Other) -> str:
    is_place = one.account.platform == "elsewhere"
    platform = {"platform": str(one.account) if is_place else labels.platform(one.account.platform)}
    if one.case_id is None:
        return _("Also bought on %(platform)s") % platform
    return (
        _("Also wrote by mail")
        if one.account.platform == "mail"
        else _("Also wrote on %(platform)s") % platform
    )


def _order(ref: OrderRef, look: Look) -> Link:
    when = labels.moment(ref.bought_at, look) if ref.bought_at else ""
    named = _("named in the mail") if ref.is_named else ""
    return Link(
        url=to("order", ref.order_id),
        text=_("Order %(number)s") % {"number": ref.external_id[:8]},
        note=", ".join(part for part in (when, named) if part),
    )
