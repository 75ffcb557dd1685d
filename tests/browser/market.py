"""The other side of a journey: a buyer at the practice market, over its control plane."""

import json
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Market:
    """A market by its address."""

    url: str

    def get(self, path: str) -> Any:
        """Ask the control plane."""
        return self._ask(path, None, "GET")

    def post(self, path: str, **values: Any) -> Any:
        """Tell the control plane."""
        return self._ask(path, values, "POST")

    def _ask(self, path: str, body: dict[str, Any] | None, method: str) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/_market{path}", sent, headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def seller(self) -> str:
        """The seller the scenario is about."""
        return str(self.get("/sellers")["sellers"][0]["login"])

    def ask_the_seller(self, buyer: str, text: str) -> None:
        """A new buyer asks about the seller's first offer."""
        seller = self.seller()
        offer = self.get(f"/sellers/{urllib.parse.quote(seller)}/offers")["offers"][0]["id"]
        self.post(f"/buyers/{buyer}", name="Kupująca z testu")
        self.post(f"/buyers/{buyer}/ask", seller=seller, offer_id=offer, text=text)

    def read_by_buyer(self, buyer: str, text: str, *, seconds: float = 30) -> bool:
        """Whether the buyer can read it, waiting a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if text in json.dumps(self.get(f"/buyers/{buyer}/inbox"), ensure_ascii=False):
                return True
            time.sleep(0.5)
        return False

    def sent(self, text: str) -> int:
        """How often the market accepted a message with this text."""
        return sum(text in message["text"] for message in self.get("/outbox")["messages"])
