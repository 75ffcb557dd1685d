"""What a person does with an account: sending on and off, pause, read now, settings, the demonstration."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import accounts, mailbox_settings
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Account, User
from kontuar.store.queries import access
from kontuar.store.queries.accounts import card
from kontuar.store.queries.desk import the_desk
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.accounts.forms import Change
from kontuar.web.pages.accounts.mailbox_forms import ChangeMailbox
from kontuar.web.pages.accounts.places import MAIL
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest, account_id: int) -> HttpResponse:
    """Says exactly what will become possible; the POST makes it so."""
    user, now = signed_in(request), timezone.now()
    account = _owned(request, account_id)
    if request.method == "POST":
        try:
            accounts.lift_watch_only(account, user, now=now)
        except ActionProblem as problem:
            return failed(request, problem, to("account", account.pk))
        return done(
            request, _("Sending is on for %(account)s.") % {"account": account}, to("account", account.pk)
        )
    return render(
        request, "accounts/sending.html", {"account": account, "card": card(user, account.pk, now=now)}
    )


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, account_id: int) -> HttpResponse:
    """Name, signature, country, zone, the hourly fuse; a mailbox has more."""
    user, account = signed_in(request), _owned(request, account_id)
    kind = ChangeMailbox if account.platform == MAIL else Change
    form = kind(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(account, user, form)
            return done(request, _("Saved."), to("account", account.pk))
        except ActionProblem as problem:
            tell(form, problem)
    context = {"form": form, "account": account}
    return render(request, "accounts/change.html", context, status=422 if form.errors else 200)


def _keep(account: Account, user: User, form: Change) -> None:
    now = timezone.now()
    if isinstance(form, ChangeMailbox):
        mailbox_settings.change(account, user, **form.given(), now=now)
    else:
        accounts.change(account, user, **form.cleaned_data, now=now)


@require_http_methods(["GET", "POST"])
def remove_demo(request: HttpRequest) -> HttpResponse:
    """One page that says what goes, one click that does it."""
    user = signed_in(request)
    if not user.is_owner or not the_desk().is_demo:
        raise PermissionDenied
    if request.method == "POST":
        try:
            accounts.remove_demo(user, now=timezone.now())
        except ActionProblem as problem:
            return failed(request, problem, to("accounts"))
        return done(request, _("The demonstration is gone."), to("accounts"))
    return render(request, "accounts/remove_demo.html")


def _deed(action: Callable[..., Any], words: Promise) -> Callable[..., HttpResponse]:
    """A POST that does one thing to an account the person can see, and goes back to it."""

    @require_POST
    def view(request: HttpRequest, account_id: int) -> HttpResponse:
        user = signed_in(request)
        account = get_object_or_404(access.accounts(user), pk=account_id)
        try:
            action(account, user, now=timezone.now())
        except ActionProblem as problem:
            return failed(request, problem, to("account", account.pk))
        return done(request, str(words), to("account", account.pk))

    return view


watch_only = _deed(accounts.set_watch_only, gettext_lazy("Watch-only: nothing leaves this account any more."))
pause = _deed(accounts.pause, gettext_lazy("Paused: nothing is read or sent until you resume."))
resume = _deed(accounts.resume, gettext_lazy("Resumed: reading what came meanwhile."))
read_now = _deed(accounts.read_now, gettext_lazy("Reading now."))


def _owned(request: HttpRequest, account_id: int) -> Account:
    user = signed_in(request)
    account = get_object_or_404(access.accounts(user), pk=account_id)
    if not access.can_own(user, account.pk):
        raise PermissionDenied
    return account
