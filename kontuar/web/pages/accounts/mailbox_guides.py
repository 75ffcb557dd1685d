"""What a seller does at Google or Microsoft to have an OAuth client of his own.

Sources, read 2026-11: Google, "Using OAuth 2.0 to Access Google APIs" (a consent screen left in testing ends the
access after seven days; an application in production that nobody verified shows a warning and works for up to
a hundred people) and "OAuth 2.0 for Web Server Applications" (redirect addresses need https unless they are
localhost); "IMAP, POP, and SMTP" (scope https://mail.google.com/). Microsoft, "Authenticate an IMAP, POP or SMTP
connection using OAuth" (IMAP.AccessAsUser.All, SMTP.Send, offline_access) and "Redirect URI restrictions" (https
unless localhost); a client secret lives at most 24 months.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do. ``copy`` are values to be copied; ``redirect`` shows our own address there too."""

    title: Words
    text: Words = ""
    url: str = ""
    copy: tuple[str, ...] = ()
    redirect: bool = False
    help: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The way through one provider's pages."""

    name: str
    needs: Words
    steps: tuple[Step, ...]


GOOGLE = Guide(
    name="Google",
    needs=_("It takes about ten minutes and costs nothing. Do it as the owner of the mailbox."),
    steps=(
        Step(
            title=_("Make a project"),
            text=_("Any name will do, for example the name of your shop and Kontuar."),
            url="https://console.cloud.google.com/projectcreate",
        ),
        Step(
            title=_("Fill in the consent screen"),
            text=_(
                "Name and your own address are enough. Audience: internal if the mailbox belongs to Google"
                " Workspace, otherwise external – and then publish the application."
            ),
            url="https://console.cloud.google.com/auth/overview",
            help=_(
                "Left in testing, Google ends the access after seven days. Published without verification it"
                " shows a warning when you sign in; it is your own application, so go on."
            ),
        ),
        Step(
            title=_("Add the right to the mailbox"),
            text=_("Under data access, add this scope:"),
            url="https://console.cloud.google.com/auth/scopes",
            copy=("https://mail.google.com/",),
        ),
        Step(
            title=_("Make a client of the type web application"),
            text=_("As authorised redirect address put exactly this:"),
            url="https://console.cloud.google.com/auth/clients",
            redirect=True,
        ),
        Step(
            title=_("Copy Client ID and Client Secret"),
            text=_("Google shows the secret once. Put both into the form."),
        ),
    ),
)
MICROSOFT = Guide(
    name="Microsoft",
    needs=_(
        "It takes about ten minutes. A company's mailbox may need its administrator, who must also allow IMAP"
        " and authenticated SMTP for it."
    ),
    steps=(
        Step(
            title=_("Register an application"),
            text=_(
                "Any name will do. Supported accounts: any organisation and personal Microsoft accounts."
                " Redirect address of the type web, exactly this:"
            ),
            url="https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade",
            redirect=True,
        ),
        Step(
            title=_("Add the rights to the mailbox"),
            text=_("API permissions, Microsoft Graph, delegated. Tick these:"),
            copy=("IMAP.AccessAsUser.All", "SMTP.Send", "offline_access"),
        ),
        Step(
            title=_("Make a client secret"),
            text=_("Certificates and secrets, new client secret. Copy the value, not its id."),
            help=_("It lives two years at most. Before it ends make a new one and connect again with it."),
        ),
        Step(
            title=_("Copy the application's id"),
            text=_("On the overview it is called Application (client) ID. Put both into the form."),
        ),
    ),
)
GUIDES = {"google": GOOGLE, "microsoft": MICROSOFT}


def can_come_back(redirect_uri: str) -> bool:
    """Whether both providers take this redirect address: https, or this very machine by its name."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "https" or parts.hostname == "localhost"
