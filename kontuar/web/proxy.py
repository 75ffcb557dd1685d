"""Whose word about the visitor is believed.

A proxy before Kontuar says in ``X-Forwarded-For`` whom it speaks for and in ``X-Forwarded-Proto`` whether they
came by TLS. Anybody can write such lines, so they count only when the connection itself comes from a proxy that
was named (``KONTUAR_TRUSTED_PROXIES``); from everybody else they are taken out before anything looks at them.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_REAL_IP",
)
BELIEVED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
MOST_HOPS = 20

type Address = IPv4Address | IPv6Address


class TrustedProxies:
    """Stands first. Afterwards ``REMOTE_ADDR`` is the visitor, as far as trusted proxies vouch for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.networks = [ip_network(name) for name in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        is_trusted = self._is_ours(_address(meta.get("REMOTE_ADDR", "")))
        said = {name: meta.pop(name) for name in FORWARDED if name in meta}
        if is_trusted:
            meta["REMOTE_ADDR"] = self._visitor(said.get("HTTP_X_FORWARDED_FOR", ""), meta["REMOTE_ADDR"])
            if "HTTP_X_FORWARDED_PROTO" in said:
                meta["HTTP_X_FORWARDED_PROTO"] = said["HTTP_X_FORWARDED_PROTO"].rpartition(",")[2].strip()
        return self.get_response(request)

    def _visitor(self, chain: str, nearest: str) -> str:
        """The last hop that is no proxy of ours: what stands left of it was written by a stranger."""
        for hop in reversed(chain.split(",")[-MOST_HOPS:]):
            found = _address(hop)
            if found is None:
                return nearest
            nearest = str(found)
            if not self._is_ours(found):
                return nearest
        return nearest

    def _is_ours(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self.networks)


def _address(text: str) -> Address | None:
    """An address with or without a port and brackets; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
