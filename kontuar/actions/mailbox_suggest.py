"""What is known of an address before anybody is asked: its provider, servers, and how one is let in."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kontuar.actions.errors import Invalid
from kontuar.connectors import mail_providers

LONGEST_ADDRESS = 254
HOSTS = {"google": "Google Workspace", "microsoft": "Microsoft 365", "ovh": "", "ionos": ""}
"""Keys of providers that serve other people's domains, and what their service for these is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """``provider`` and all that follows it are empty where nobody knows the address's provider.

    ``wants_app_password``: a password made for programs, at ``password_url``; without it the usual one will do.
    ``enable_url``: where mail programs are let in, for providers that shut them out at first.
    ``settings`` are ready for ``connect_mailbox.connect``, but for the name.
    """

    address: str
    provider: str = ""
    provider_name: str = ""
    takes_password: bool = True
    wants_app_password: bool = False
    password_url: str = ""
    enable_url: str = ""
    oauth: bool = False
    settings: dict[str, Any] = field(default_factory=dict)


def suggest(address: str, provider: str = "") -> Suggestion:
    """By the address's domain, or by the ``provider`` a person named. Raises Invalid for what is no address."""
    given = address.strip().lower()
    try:
        validate_email(given)
    except ValidationError:
        raise Invalid("bad_address", _("This is no e-mail address."), field="address") from None
    if len(given) > LONGEST_ADDRESS:
        raise Invalid("bad_address", _("This is no e-mail address."), field="address")
    found = mail_providers.named(provider) if provider else mail_providers.of_address(given)
    if found is None:
        return Suggestion(address=given)
    return Suggestion(
        address=given,
        provider=found.key,
        provider_name=found.name,
        takes_password=found.password is not mail_providers.Password.NONE,
        wants_app_password=found.password is mail_providers.Password.APP,
        password_url=found.password_url,
        enable_url=found.enable_url,
        oauth=bool(found.oauth),
        settings=found.settings(given),
    )


def hosts() -> tuple[tuple[str, str], ...]:
    """Key and name of the providers where a domain of one's own may be at home."""
    found = ((key, mail_providers.named(key)) for key in HOSTS)
    return tuple((key, HOSTS[key] or one.name) for key, one in found if one)
