"""Settings of a mailbox, and its password and servers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kontuar.actions import connect_mailbox, mailbox_suggest
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Account
from kontuar.store.queries import access
from kontuar.web.going import done, signed_in, to
from kontuar.web.pages.accounts.mailbox_forms import NewAccess
from kontuar.web.pages.accounts.places import MAIL
from kontuar.web.problems import tell


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def new_access(request: HttpRequest, account_id: int) -> HttpResponse:
    """A new password, other servers: tried before they are kept."""
    account = owned_mailbox(request, account_id)
    form = NewAccess(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            connect_mailbox.change_servers(account, signed_in(request), **_given(form), now=timezone.now())
            return done(request, _("Signed in again with this access."), to("account", account.pk))
        except ActionProblem as problem:
            tell(form, problem)
    found = mailbox_suggest.suggest(account.login, account.settings.get("provider", ""))
    context = {"form": form, "account": account, "found": found}
    return render(request, "accounts/mailbox_again.html", context, status=422 if form.errors else 200)


def _given(form: NewAccess) -> dict[str, Any]:
    return {
        "imap": form.server("imap"),
        "smtp": form.server("smtp"),
        "user": form.cleaned_data["user"].strip(),
        "password": form.cleaned_data["password"],
    }


def owned_mailbox(request: HttpRequest, account_id: int) -> Account:
    """A mailbox by password that the person owns; 404 for what has none or does not exist for him."""
    user = signed_in(request)
    rows = access.accounts(user).select_related("application").filter(platform=MAIL)
    account = get_object_or_404(rows, pk=account_id)
    if not access.can_own(user, account.pk):
        raise PermissionDenied
    if account.application.place != "password":
        raise Http404
    return account
