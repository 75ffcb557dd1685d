"""Connecting a mailbox: its address, then its password; or mail that a server hands over; or an OAuth client."""

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kontuar.actions import connect_mailbox, mailbox_suggest
from kontuar.actions.errors import ActionProblem
from kontuar.actions.mailbox_suggest import Suggestion
from kontuar.store.models import User
from kontuar.web.going import done, see, to
from kontuar.web.pages.accounts.connect import own_address, the_owner
from kontuar.web.pages.accounts.mailbox_forms import Access, Address, HandedOver, OwnClient
from kontuar.web.pages.accounts.mailbox_guides import GUIDES, can_come_back
from kontuar.web.pages.accounts.mailbox_words import pipe_command
from kontuar.web.problems import tell


class Page(Protocol):
    """A view of which the address may name the provider."""

    def __call__(self, request: HttpRequest, provider: str = "") -> HttpResponse: ...


@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """First the address alone. It goes on in the next page's address, so that one can go back to it."""
    the_owner(request)
    form = Address(request.GET if "address" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            found = mailbox_suggest.suggest(form.cleaned_data["address"])
            return see(access_url(found.address))
        except ActionProblem as problem:
            tell(form, problem)
    status = 422 if form.errors else 200
    return render(request, "accounts/mailbox.html", {"form": form}, status=status)


def _for_an_address(view: Callable[[HttpRequest, User, Suggestion], HttpResponse]) -> Page:
    """A page about the address in the query, with what is known of it; without one, back to the first page."""

    @sensitive_post_parameters("password", "client_secret")
    @never_cache
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest, provider: str = "") -> HttpResponse:
        user = the_owner(request)
        try:
            found = mailbox_suggest.suggest(
                request.GET.get("address", ""), provider or request.GET.get("provider", "")
            )
        except ActionProblem:
            return see(to("mailbox"))
        return view(request, user, found)

    return page


@_for_an_address
def access(request: HttpRequest, user: User, found: Suggestion) -> HttpResponse:
    """The password; the servers stand folded where the provider is known."""
    form = Access(
        request.POST if request.method == "POST" else None,
        suggested=found.settings,
        needs_app_password=found.wants_app_password,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _connect(request, user, found, form)
        except ActionProblem as problem:
            tell(form, problem)
    context = {"form": form, "found": found, "hosts": _hosts(found), **_ways(found)}
    return render(request, "accounts/mailbox_access.html", context, status=422 if form.errors else 200)


@_for_an_address
def handed_over(request: HttpRequest, user: User, found: Suggestion) -> HttpResponse:
    """A mailbox Kontuar never opens: the mail server hands its mails over, sending is a choice."""
    form = HandedOver(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _connect(request, user, found, form)
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "form": form,
        "found": found,
        "pipe": pipe_command(found.address),
        "back": access_url(found.address),
    }
    return render(request, "accounts/mailbox_handed.html", context, status=422 if form.errors else 200)


@_for_an_address
def own_client(request: HttpRequest, user: User, found: Suggestion) -> HttpResponse:
    """The guide to the seller's own client at the provider, and what came out of it."""
    redirect_uri = own_address(request)
    if found.provider not in GUIDES or not found.oauth:
        raise Http404
    form = OwnClient(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _begin(user, found, form, redirect_uri)
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "form": form,
        "found": found,
        "guide": GUIDES[found.provider],
        "redirect_uri": redirect_uri,
        "can_come_back": can_come_back(redirect_uri),
        "back": access_url(found.address, found.provider),
    }
    return render(request, "accounts/mailbox_client.html", context, status=422 if form.errors else 200)


def access_url(mailbox: str, provider: str = "") -> str:
    """The second page for this mailbox; ``provider`` when a person said where it is."""
    return f"{to('mailbox-access')}?{_query(mailbox, provider)}"


def _query(mailbox: str, provider: str = "") -> str:
    return urlencode({"address": mailbox, **({"provider": provider} if provider else {})})


def _connect(request: HttpRequest, user: User, found: Suggestion, form: Access | HandedOver) -> HttpResponse:
    now = timezone.now()
    settings = {**found.settings, "address": found.address, "name": form.cleaned_data["name"].strip()}
    for name in ("imap", "smtp", "user"):
        settings.pop(name, None)
    settings |= form.servers()
    account = connect_mailbox.connect(
        user,
        settings=settings,
        password=form.cleaned_data["password"],
        read_since=form.read_since(now) if isinstance(form, Access) else now,
        now=now,
    )
    return done(request, _("Connected."), to("account", account.pk))


def _begin(user: User, found: Suggestion, form: OwnClient, redirect_uri: str) -> HttpResponse:
    now = timezone.now()
    begun = connect_mailbox.begin_oauth(
        user,
        place=found.provider,
        client_id=form.cleaned_data["client_id"],
        client_secret=form.cleaned_data["client_secret"],
        redirect_uri=redirect_uri,
        settings={
            **found.settings,
            "address": found.address,
            "name": form.cleaned_data["name"].strip(),
        },
        read_since=form.read_since(now),
        now=now,
    )
    return see(to("account-sign-in", begun.pk))


def _ways(found: Suggestion) -> dict[str, Any]:
    """Other ways to connect this address than the password."""
    query = _query(found.address)
    client = to("mailbox-client", found.provider) if found.oauth and found.provider in GUIDES else ""
    return {
        "client_url": f"{client}?{query}" if client else "",
        "client_name": GUIDES[found.provider].name if client else "",
        "handed_url": f"{to('mailbox-handed')}?{query}",
    }


def _hosts(found: Suggestion) -> list[dict[str, str]]:
    """Where an address of one's own domain may be at home."""
    if found.provider:
        return []
    return [{"name": name, "url": access_url(found.address, code)} for code, name in mailbox_suggest.hosts()]
