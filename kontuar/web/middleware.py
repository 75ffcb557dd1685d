"""What happens around every page."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django_htmx.http import HttpResponseClientRefresh

from kontuar.store.queries.team import is_nobody_here

START = "/start/"
DOOR = frozenset(
    {"/konto/login/", "/konto/drugi-skladnik/", "/konto/klucz/", "/konto/wyloguj/", "/konto/nieczynne/"}
)
OPEN = DOOR | {START, "/health", "/ready", "/metrics"}
OPEN_PREFIXES = ("/static/", "/zaproszenie/")
WITHOUT_ANYBODY = ("/static/", START, "/health", "/ready", "/metrics")
"""What answers before there is an owner."""


class LanguageOfThePerson:
    """The signed-in person's language; a visitor gets the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SignInRequired:
    """Every page is closed unless it is on the short list above: forgetting a decorator opens nothing.

    Before there is an owner every page leads to the first-run page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return self.get_response(request)
        if not request.path.startswith(WITHOUT_ANYBODY) and is_nobody_here():
            return HttpResponseRedirect(START)
        if request.path in OPEN or request.path.startswith(OPEN_PREFIXES):
            return self.get_response(request)
        if getattr(request, "htmx", False):
            # A fragment must not be replaced by the sign-in page: the whole page is loaded anew instead.
            return HttpResponseClientRefresh()
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
