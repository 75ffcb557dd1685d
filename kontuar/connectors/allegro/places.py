"""Where Allegro is: production, Allegro's own sandbox, and our practice market.

Hosts: the ``servers`` list of Allegro's OpenAPI file (2026-07-18) and its security schemes; the
sandbox's sign-in pages have the same paths on its own host. Seller pages: salescenter.allegro.com for
an order, allegro.pl for an offer, a user and the message list.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kontuar.connector_kit.contract import Application

PRODUCTION, SANDBOX, PRACTICE = "production", "sandbox", "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The addresses of one place, without a slash at the end. ``is_local`` places bypass any proxy."""

    api: str
    auth: str
    web: str
    orders: str
    is_local: bool = False


_FIXED = {
    PRODUCTION: Place(
        api="https://api.allegro.pl",
        auth="https://allegro.pl",
        web="https://allegro.pl",
        orders="https://salescenter.allegro.com/orders",
    ),
    SANDBOX: Place(
        api="https://api.allegro.pl.allegrosandbox.pl",
        auth="https://allegro.pl.allegrosandbox.pl",
        web="https://allegro.pl.allegrosandbox.pl",
        orders="https://salescenter.allegro.com.allegrosandbox.pl/orders",
    ),
}

DEVICE_PATH = "/auth/oauth/device"
TOKEN_PATH = "/auth/oauth/token"  # noqa: S105 (an address, no password)
AUTHORIZE_PATH = "/auth/oauth/authorize"


def of(application: Application) -> Place:
    """The place an application is registered at. ValueError for an unknown one."""
    if application.place != PRACTICE:
        try:
            return _FIXED[application.place]
        except KeyError:
            raise ValueError(f"Allegro has no place called {application.place!r}") from None
    base = application.base_url.rstrip("/")
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ValueError("the practice market needs a base_url such as http://127.0.0.1:8100")
    return Place(api=base, auth=base, web=base, orders=f"{base}/orders", is_local=True)


def link(place: Place, kind: str, external_id: str) -> str:
    """The page a person opens for a ``thread``, ``order``, ``offer`` or ``buyer``; ``""`` if there is none.

    Allegro publishes no address of a single thread: the message list is the nearest page.
    """
    name = quote(external_id, safe="")
    if not name:
        return ""
    pages = {
        "thread": f"{place.web}/moje-allegro/moje-konto/centrum-wiadomosci/wiadomosci",
        "order": f"{place.orders}/{name}",
        "offer": f"{place.web}/oferta/{name}",
        "buyer": f"{place.web}/uzytkownik/{name}",
    }
    return pages.get(kind, "")
