"""Checks of the settings that Django runs at start and the doctor shows; each says what to do.

Ids are stable. ``docs/users/settings.md`` says what each variable means.
"""

from collections.abc import Sequence
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

MORE = "See docs/users/settings.md."
PROXY = "See docs/users/behind-a-proxy.md."


@register()
def public_address(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """``PUBLIC_URL`` is an address, and one that a password may travel to."""
    address = settings.PUBLIC_URL
    if not address:
        return []
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        text = f"PUBLIC_URL is {address!r}, which is no address."
        return [Error(text, hint=f"Write it like https://desk.example. {MORE}", id="kontuar.E001")]
    found: list[CheckMessage] = []
    if parts.path not in {"", "/"}:
        text = "PUBLIC_URL has a path; Kontuar has to live at the root of its address."
        found.append(Error(text, hint=MORE, id="kontuar.E002"))
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        text = "PUBLIC_URL is plain http: passwords and buyers' messages travel openly."
        found.append(
            Warning(text, hint=f"Put a proxy with a certificate before it. {MORE}", id="kontuar.W001")
        )
    return found


@register()
def debugging(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Error pages of a debugging desk show its insides."""
    if settings.DEBUG and settings.PUBLIC_URL:
        text = (
            "KONTUAR_DEBUG=1 together with PUBLIC_URL: error pages show the program's insides to strangers."
        )
        return [Error(text, hint=f"Take KONTUAR_DEBUG out. {MORE}", id="kontuar.E003")]
    return []


@register()
def proxy(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A proxy that is believed has to be there, and one that is there has to be believed."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and not settings.IS_HTTPS:
        text = "A proxy is trusted without an https PUBLIC_URL: links and cookies are made for plain http."
        return [
            Warning(text, hint=f"Set PUBLIC_URL to the proxy's https address. {PROXY}", id="kontuar.W002")
        ]
    if settings.IS_HTTPS and not settings.TRUSTED_PROXIES:
        text = (
            "PUBLIC_URL is https and no proxy is trusted: everybody seems to come from the proxy's address, and"
            " one person's wrong passwords lock all out."
        )
        hint = f"Set KONTUAR_BEHIND_PROXY=1 (proxy on this machine) or KONTUAR_TRUSTED_PROXIES. {PROXY}"
        return [Warning(text, hint=hint, id="kontuar.W004")]
    if any(ip_network(name).prefixlen == 0 for name in settings.TRUSTED_PROXIES):
        text = "KONTUAR_TRUSTED_PROXIES names every address there is: anybody may claim to be anybody."
        return [Error(text, hint=f"Name the proxy's own address or network. {PROXY}", id="kontuar.E004")]
    return []


@register()
def mail(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A password for the mail server must not travel openly."""
    options = settings.MAILERS["default"].get("OPTIONS", {})
    is_open = not options.get("use_tls") and not options.get("use_ssl")
    is_here = options.get("host") in {"localhost", "127.0.0.1", "::1"}
    if options.get("password") and is_open and not is_here:
        text = "KONTUAR_MAIL_URL names a password and no TLS: it would travel openly."
        return [Warning(text, hint=f"Add ?tls=1, or begin it with smtps://. {MORE}", id="kontuar.W003")]
    return []
