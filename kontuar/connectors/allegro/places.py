"""Where Allegro is: production, Allegro's own sandbox, and our practice market.

Hosts: the ``servers`` list of Allegro's OpenAPI file (2026-07-18) and its security schemes; the
sandbox's sign-in pages have the same paths on its own host. Files are handed over at the upload hosts
(#3857, #12172). Seller pages: salescenter.allegro.com for orders, claims, discussions, returns and quality
(addresses copied from browsers into public repositories, read 2026-11-22), allegro.pl for an offer, a user
and the message list.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kontuar.connector_kit.contract import Application
from kontuar.connectors.allegro.parse_issues import issue_id

PRODUCTION, SANDBOX, PRACTICE = "production", "sandbox", "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The addresses of one place, without a slash at the end. ``is_local`` places bypass any proxy.

    ``upload`` is where files go besides ``api``; ``centre`` holds the seller's pages.
    """

    api: str
    auth: str
    web: str
    upload: str
    centre: str
    is_local: bool = False


_FIXED = {
    PRODUCTION: Place(
        api="https://api.allegro.pl",
        auth="https://allegro.pl",
        web="https://allegro.pl",
        upload="https://upload.allegro.pl",
        centre="https://salescenter.allegro.com",
    ),
    SANDBOX: Place(
        api="https://api.allegro.pl.allegrosandbox.pl",
        auth="https://allegro.pl.allegrosandbox.pl",
        web="https://allegro.pl.allegrosandbox.pl",
        upload="https://upload.allegro.pl.allegrosandbox.pl",
        centre="https://salescenter.allegro.com.allegrosandbox.pl",
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
    return Place(api=base, auth=base, web=base, upload=base, centre=base, is_local=True)


def own_address(place: Place, url: str) -> tuple[str, str] | None:
    """An address Allegro gave us as (origin, path with query), if the origin is one of the place's own.

    Our access travels with every request: an address that leads anywhere else is not followed.
    """
    try:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
    except ValueError:
        return None
    if origin not in (place.api.lower(), place.upload.lower()) or not parts.path.startswith("/"):
        return None
    return origin, parts.path + (f"?{parts.query}" if parts.query else "")


def link(place: Place, kind: str, external_id: str) -> str:
    """The page a person opens for a thing; ``""`` if there is none.

    Exact pages: ``order``, ``offer``, ``buyer``, ``claim``, ``discussion``, ``quality``, and ``refunds`` (of
    an order, by the order's id). Nearest pages: the message list for a ``thread`` (Allegro publishes no
    address of one); the list of discussions for an ``issue`` of which only the id is known; the list of
    returns for a ``return`` (it has no page of its own); the seller's front page for a ``rating``.
    The sandbox's seller pages are assumed to have the same paths; the practice market has pages of its own.
    """
    name = quote(external_id, safe="")
    if not name and kind != "quality":
        return ""
    if place.is_local:
        return _practice_page(place, kind, external_id)
    pages = {
        "thread": f"{place.web}/moje-allegro/moje-konto/centrum-wiadomosci/wiadomosci",
        "order": f"{place.centre}/orders/{name}",
        "offer": f"{place.web}/oferta/{name}",
        "buyer": f"{place.web}/uzytkownik/{name}",
        "claim": f"{place.centre}/claims/{name}",
        "discussion": f"{place.centre}/discussions-with-buyers/{name}",
        "issue": f"{place.centre}/discussions-with-buyers",
        "return": f"{place.centre}/returns",
        "rating": f"{place.centre}/",
        "refunds": f"{place.centre}/orders/{name}",
        "quality": f"{place.centre}/sales-quality",
    }
    return pages.get("issue" if kind == "thread" and issue_id(external_id) else kind, "")


def _practice_page(place: Place, kind: str, external_id: str) -> str:
    if kind == "thread" and issue_id(external_id):
        kind, external_id = "issue", issue_id(external_id)
    folders = {
        "thread": "threads",
        "order": "orders",
        "refunds": "orders",
        "offer": "offers",
        "issue": "issues",
        "claim": "issues",
        "discussion": "issues",
        "return": "returns",
    }
    if kind in folders:
        return f"{place.web}/{folders[kind]}/{quote(external_id, safe='')}"
    pages = {"buyer": "kupujacy", "rating": "sprzedajacy", "quality": "sprzedajacy"}
    return f"{place.web}/{pages[kind]}" if kind in pages else ""
