"""Connecting: choose the place, register the seller's own application, begin to sign in."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kontuar.actions import connect
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import SignIn, User
from kontuar.store.queries import access
from kontuar.web.going import failed, see, signed_in, to
from kontuar.web.pages.accounts.forms import Place, Register
from kontuar.web.pages.accounts.mailbox_words import PROVIDERS
from kontuar.web.pages.accounts.places import ANOTHER, CHOICES, MAIL, PERMISSIONS, PLACES, PLATFORM
from kontuar.web.problems import tell


@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """First step. The choice is in the address, so that it can be gone back to."""
    the_owner(request)
    form = Place(request.GET or None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["place"]
        pages = {MAIL: "mailbox", ANOTHER.code: "place-add"}
        return see(to(pages[chosen]) if chosen in pages else to("account-register", chosen))
    return render(request, "accounts/place.html", {"form": form, "places": CHOICES})


@sensitive_post_parameters("client_secret")
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, place: str) -> HttpResponse:
    """Second step: the guide and what came out of it."""
    user = the_owner(request)
    if place not in PLACES:
        raise Http404
    form = Register(request.POST if request.method == "POST" else None, place=place)
    if request.method == "POST" and form.is_valid():
        try:
            begun = _begin(user, place, form, own_address(request))
            return see(to("account-sign-in", begun.pk))
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "form": form,
        "place": PLACES[place],
        "redirect_uri": own_address(request),
        "permissions": PERMISSIONS,
    }
    return render(request, "accounts/register.html", context, status=422 if form.errors else 200)


@require_POST
def again(request: HttpRequest, account_id: int) -> HttpResponse:
    """Sign in again with the application that is known; nothing else of the account changes."""
    user, now = signed_in(request), timezone.now()
    account = get_object_or_404(access.accounts(user).select_related("application"), pk=account_id)
    if account.platform == MAIL and account.application.place not in PROVIDERS:
        return see(to("mailbox-again", account.pk))
    try:
        begun = connect.begin(
            user, account.application, read_since=account.read_since, account=account, now=now
        )
    except ActionProblem as problem:
        return failed(request, problem, to("account", account.pk))
    return see(to("account-sign-in", begun.pk))


def _begin(user: User, place: str, form: Register, redirect_uri: str) -> SignIn:
    now = timezone.now()
    application = connect.register_application(
        user, platform=PLATFORM, place=place, redirect_uri=redirect_uri, now=now, **form.application()
    )
    return connect.begin(user, application, read_since=form.read_since(now), now=now)


def own_address(request: HttpRequest) -> str:
    """The same address at registration and at sign-in: the marketplace compares them letter by letter."""
    path = to("account-return")
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def the_owner(request: HttpRequest) -> User:
    """The owner of the desk; nobody else connects accounts."""
    user = signed_in(request)
    if not user.is_owner:
        raise PermissionDenied
    return user
