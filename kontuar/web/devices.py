"""A browser's and a network's name, coarse on purpose: one should know one's own place, nobody be followed."""

import ipaddress
import re

BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Vivaldi", "Vivaldi"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chromium", "Chromium"),
    ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""In this order: most browsers also claim to be those further down."""
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
LONGEST = 400


def device(agent: str) -> str:
    """ "Firefox, Windows" from what the browser says of itself; "" when it says nothing known."""
    said = agent[:LONGEST]
    browser = next((name for sign, name in BROWSERS if re.search(rf"\b{sign}/", said)), "")
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    return ", ".join(part for part in (browser, system) if part)


def network(address: str) -> str:
    """The front of an address: ``203.0.113.x``, ``2001:db8:7::``; "" for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, ipaddress.IPv4Address):
        return str(found).rpartition(".")[0] + ".x"
    return str(ipaddress.ip_network((int(found), 48), strict=False).network_address)
