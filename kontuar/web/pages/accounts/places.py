"""Where an account may live, and what is told to a seller who registers his application there.

Sources: developer.allegro.pl (registration needs two-step sign-in; types of application), allegro-api #5314
(permissions are ticked at registration, sign-in then grants those), #13197 (a new permission needs a new
consent), #13260 (the name in the User-Agent must be the registered one, since June 2026). Read 2026-11.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLATFORM = "allegro"
MAIL = "mail"
"""The choice of the first page that leads to connecting a mailbox (``mailbox``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """One choice of the first page of connecting."""

    code: str
    name: str | Promise
    text: str | Promise
    register_url: str = ""
    mark: str = "allegro"


PLACES = {
    place.code: place
    for place in (
        PlaceWords(
            code="production",
            name="Allegro",
            text=_("Your real shop. It is only watched until you allow sending."),
            register_url="https://apps.developer.allegro.pl/",
        ),
        PlaceWords(
            code="sandbox",
            name=_("Allegro's sandbox"),
            text=_("Allegro's own test site with invented shops (allegro.pl.allegrosandbox.pl)."),
            register_url="https://apps.developer.allegro.pl.allegrosandbox.pl/",
        ),
        PlaceWords(
            code="practice",
            name=_("Practice market"),
            text=_("A make-believe marketplace on your own machine, started by “kontuar market”."),
        ),
    )
}

MAILBOX = PlaceWords(
    code=MAIL,
    name=_("Mailbox (e-mail)"),
    text=_("The shop's e-mail: Gmail, Outlook, your hosting or your own mail server."),
    mark=MAIL,
)
ANOTHER = PlaceWords(
    code="elsewhere",
    name=_("Another place (OLX, Vinted, Facebook, WhatsApp…)"),
    text=_("Kontuar cannot read it: you paste what was written there, and send the answer there yourself."),
    mark="elsewhere",
)
CHOICES = (*PLACES.values(), MAILBOX, ANOTHER)
"""What the first page offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A box to tick at registration. ``is_needed`` now; the others spare signing in again later."""

    scope: str
    why: str | Promise
    is_needed: bool = False


PERMISSIONS = (
    Permission(scope="allegro:api:profile:read", why=_("to know whose account it is"), is_needed=True),
    Permission(scope="allegro:api:messaging", why=_("to read and answer messages"), is_needed=True),
    Permission(scope="allegro:api:orders:read", why=_("orders, parcels and their tracking"), is_needed=True),
    Permission(scope="allegro:api:sale:offers:read", why=_("the offers buyers ask about"), is_needed=True),
    Permission(scope="allegro:api:disputes", why=_("discussions and claims")),
    Permission(scope="allegro:api:orders:write", why=_("to mark orders as sent")),
    Permission(scope="allegro:api:shipments:read", why=_("parcels sent with Allegro's labels")),
    Permission(scope="allegro:api:payments:read", why=_("to see payments and refunds")),
    Permission(scope="allegro:api:payments:write", why=_("to refund")),
    Permission(scope="allegro:api:ratings", why=_("to read and answer ratings")),
    Permission(scope="allegro:api:sale:settings:read", why=_("your terms of returns and claims")),
)
