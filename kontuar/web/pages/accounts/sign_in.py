"""Third step: the seller agrees on the marketplace's page while this one asks whether it happened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from kontuar.actions import connect
from kontuar.actions.errors import ActionProblem, SignInProblem
from kontuar.store.models import SignIn
from kontuar.store.queries import accounts as query
from kontuar.web.going import done, failed, see, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.accounts.mailbox_words import PROVIDERS


@never_cache
@require_safe
def page(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """The code and the link; once connected it leads to the account."""
    begun = _mine(request, sign_in_id)
    if begun.finished_account_id:
        return see(to("account", begun.finished_account_id))
    return render(request, "accounts/sign_in.html", _context(begun))


@require_POST
def check(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """Ask the marketplace; works as a button without script, and by itself with it."""
    begun, problem, account = _mine(request, sign_in_id), "", None
    try:
        account = connect.check_device(begun, signed_in(request), now=timezone.now())
    except ActionProblem as error:
        problem = str(error.text)
    if account:
        response = done(request, _("Connected."), to("account", account.pk))
        return HttpResponseClientRedirect(response.headers["Location"]) if _is_htmx(request) else response
    context = {**_context(begun), "problem": problem, "has_asked": True}
    return render(
        request, "accounts/sign_in.html#state" if _is_htmx(request) else "accounts/sign_in.html", context
    )


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """The marketplace sends the seller's browser here with a code that lives ten seconds."""
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if request.GET.get("error") or not code:
        declined = SignInProblem("declined", _("The consent was declined. Nothing was connected."))
        return failed(request, declined, to("accounts"))
    try:
        account = connect.finish_code(signed_in(request), state=state, code=code, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("accounts"))
    return done(request, _("Connected."), to("account", account.pk))


def _mine(request: HttpRequest, sign_in_id: int) -> SignIn:
    found = query.sign_in(signed_in(request), sign_in_id)
    if found is None:
        raise Http404
    return found


def _context(begun: SignIn) -> dict[str, object]:
    look = look_now()
    is_over = begun.expires_at <= look.now
    interval = f"every {max(begun.interval_seconds, 2)}s"
    return {
        "begun": begun,
        "look": look,
        "is_over": is_over,
        "interval": interval,
        "provider": PROVIDERS.get(begun.application.place, ""),
        "mailbox": begun.settings.get("address", ""),
    }


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
