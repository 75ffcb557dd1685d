"""The hand of a person at the practice market's own pages, over HTTP: only the demo needs one."""

import json
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
    answer = _post(market_url, "/_market/applications", {"name": name, "type": "device"})
    return Registered(client_id=answer["client_id"], client_secret=answer["client_secret"])


def agree(market_url: str, user_code: str, *, seller: str) -> None:
    """Say yes to the code, signed in as the seller."""
    _post(market_url, "/_market/devices/agree", {"user_code": user_code, "login": seller})


def _post(market_url: str, path: str, body: dict[str, str]) -> dict[str, Any]:
    """Only ever the practice market on loopback."""
    if not market_url.startswith(("http://127.0.0.1:", "http://localhost:", "http://[::1]:")):
        raise ValueError("the practice market is on this machine")
    request = urllib.request.Request(  # noqa: S310
        market_url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    # No proxy: loopback is here.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=TIMEOUT) as answer:
        given = json.loads(answer.read(1_000_000))
    return given if isinstance(given, dict) else {}
