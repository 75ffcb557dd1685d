"""The hand of a person at the practice market's own pages, over HTTP: only the demo needs one."""

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

TIMEOUT = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """An application as the market gave it."""

    client_id: str
    client_secret: str = field(repr=False)


def register(market_url: str, *, name: str) -> Registered:
    """Register an application of the device type."""
    answer = _json(market_url, "/_market/applications", {"name": name, "type": "device"})
    return Registered(client_id=answer["client_id"], client_secret=answer["client_secret"])


def first_seller(market_url: str) -> str:
    """Login of the seller the scenario is about."""
    return str(_json(market_url, "/_market/sellers")["sellers"][0]["login"])


def agree(market_url: str, user_code: str, *, seller: str) -> None:
    """Fill in the page that links an application, signed in as the seller."""
    form = urllib.parse.urlencode({"code": user_code, "login": seller, "answer": "allow"})
    _ask(market_url, "/skojarz-aplikacje", form.encode(), "application/x-www-form-urlencoded")


def _json(market_url: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
    sent = None if body is None else json.dumps(body).encode()
    given = json.loads(_ask(market_url, path, sent, "application/json"))
    return given if isinstance(given, dict) else {}


def _ask(market_url: str, path: str, body: bytes | None, media_type: str) -> bytes:
    """Only ever the practice market on loopback, and never through a proxy."""
    if not market_url.startswith(("http://127.0.0.1:", "http://localhost:", "http://[::1]:")):
        raise ValueError("the practice market is on this machine")
    request = urllib.request.Request(market_url + path, body, {"Content-Type": media_type})  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=TIMEOUT) as answer:
        return bytes(answer.read(1_000_000))
