"""The person's side of signing in: the device page and the consent page."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.applications import Application, DeviceCode
from kontuar.practice_market.screens.html import View, card, field, go, options, page, tag

DEVICE = "/skojarz-aplikacje"
AUTHORIZE = "/auth/oauth/authorize"
_PASSED_ON = (
    "response_type",
    "client_id",
    "redirect_uri",
    "state",
    "scope",
    "code_challenge",
    "code_challenge_method",
)


def _sellers(view: View) -> Markup:
    names = [(login, login) for login in view.market.world.sellers]
    return field(view.w("Konto sprzedawcy", "Seller's account"), tag("select", options(names), name="login"))


def _scopes(view: View, scopes: tuple[str, ...]) -> Markup:
    items = (tag("li", tag("code", scope)) for scope in scopes)
    return tag("details", tag("summary", view.w("Zakres dostępu", "Scopes")), tag("ul", *items))


def _answers(view: View) -> Markup:
    allow = tag("button", view.w("Zezwól", "Allow"), name="answer", value="allow")
    deny = tag("button", view.w("Odmów", "Deny"), name="answer", value="deny", class_="plain")
    return tag("div", allow, " ", deny)


def device_page(view: View, error: str = "", status: int = 200) -> Response:
    """Enter the code, then choose the seller and allow."""
    w = view.w
    code = view.request.args.get("code", "") or view.field("code")
    device = view.market.applications.device_for_user_code(code) if code else None
    title = w("Skojarz aplikację", "Link a device")
    if device is not None:
        return page(view, title, _device_consent(view, device), here=DEVICE)
    if code and not error:
        error, status = (
            w("Nie ma takiego kodu albo już wygasł.", "There is no such code, or it has expired."),
            400,
        )
    form = tag(
        "form",
        tag("p", error, class_="bad", role="alert") if error else "",
        field(
            w("Kod z aplikacji", "Code from the application"),
            tag(
                "input",
                name="code",
                value=code,
                required=True,
                autocomplete="off",
                spellcheck="false",
                class_="usercode",
                maxlength="20",
            ),
        ),
        tag("button", w("Dalej", "Next")),
        method="get",
        action=DEVICE,
    )
    return page(view, title, card(w("Wpisz kod", "Enter the code"), form), here=DEVICE, status=status)


def _device_consent(view: View, device: DeviceCode) -> Markup:
    app = view.market.applications.apps[device.client_id]
    form = tag(
        "form",
        tag("input", type="hidden", name="code", value=device.user_code),
        _sellers(view),
        _scopes(view, device.scopes),
        _answers(view),
        method="post",
        action=DEVICE,
    )
    return card(
        view.w("Aplikacja „{}” prosi o dostęp", "“{}” asks for access").format(app.name),
        tag("p", view.w("Kod", "Code"), ": ", tag("strong", device.user_code)),
        form,
    )


def device_answer(view: View) -> Response:
    """Allow or deny."""
    w = view.w
    device = view.market.applications.device_for_user_code(view.field("code"))
    if device is None:
        return device_page(view)
    title = w("Skojarz aplikację", "Link a device")
    if view.field("answer") != "allow":
        device.denied = True
        return page(view, title, tag("p", w("Odmówiono dostępu.", "Access denied.")), here=DEVICE)
    if view.field("login") not in view.market.world.sellers:
        return device_page(view, w("Wybierz konto sprzedawcy.", "Choose a seller."), 400)
    device.login = view.field("login")
    done = w(
        "Gotowe. Konto {} jest skojarzone; wróć do swojego programu.",
        "Done. The account {} is linked; go back to your program.",
    ).format(device.login)
    return page(view, title, card(w("Skojarzono", "Linked"), tag("p", done)), here=DEVICE)


def _client(view: View, values: dict[str, str]) -> Application | str:
    """The application a consent is asked for, or what is wrong (told here, never redirected)."""
    app = view.market.applications.apps.get(values.get("client_id", ""))
    if app is None:
        return view.w("Nieznany client_id.", "Unknown client_id.")
    if app.type != "authorization_code":
        return view.w(
            "Ta aplikacja jest rodzaju device i nie może korzystać z tego logowania.",
            "This application is of the device type and cannot use this sign-in.",
        )
    if values.get("redirect_uri") != app.redirect_uri:
        return view.w(
            "redirect_uri nie zgadza się z zarejestrowanym.", "redirect_uri is not the registered one."
        )
    return app


def authorize_page(view: View) -> Response:
    """Consent for an application with a browser."""
    values = {name: view.request.args[name] for name in _PASSED_ON if name in view.request.args}
    app = _client(view, values)
    title = view.w("Zgoda na dostęp", "Consent")
    if isinstance(app, str):
        return page(view, title, tag("p", app, class_="bad", role="alert"), status=400)
    if values.get("response_type") != "code":
        return _back(app, values, error="unsupported_response_type")
    try:
        scopes = view.market.applications.narrow(app.scopes, values.get("scope"))
    except ValueError:
        return _back(app, values, error="invalid_scope")
    hidden = (tag("input", type="hidden", name=name, value=value) for name, value in values.items())
    form = tag(
        "form",
        *hidden,
        _sellers(view),
        _scopes(view, scopes),
        _answers(view),
        method="post",
        action=AUTHORIZE,
    )
    asks = view.w("Aplikacja „{}” prosi o dostęp", "“{}” asks for access").format(app.name)
    response = page(view, title, card(asks, form))
    # browsers hold the redirect after a form to form-action as well
    target = urlsplit(app.redirect_uri or "")
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = f"{policy} {target.scheme}://{target.netloc}"
    return response


def authorize_answer(view: View) -> Response:
    """Redirect with a code, or with access_denied."""
    values = {name: view.request.form[name] for name in _PASSED_ON if name in view.request.form}
    app = _client(view, values)
    if isinstance(app, str):
        title = view.w("Zgoda na dostęp", "Consent")
        return page(view, title, tag("p", app, class_="bad", role="alert"), status=400)
    login = view.field("login")
    if view.field("answer") != "allow" or login not in view.market.world.sellers:
        return _back(app, values, error="access_denied")
    try:
        scopes = view.market.applications.narrow(app.scopes, values.get("scope"))
    except ValueError:
        return _back(app, values, error="invalid_scope")
    code = view.market.applications.issue_code(
        app, login, scopes, values.get("code_challenge"), values.get("code_challenge_method")
    )
    return _back(app, values, code=code.code)


def _back(app: Application, values: dict[str, str], **answer: str) -> Response:
    if "state" in values:
        answer["state"] = values["state"]
    joint = "&" if "?" in (app.redirect_uri or "") else "?"
    return go(f"{app.redirect_uri}{joint}{urlencode(answer)}")


ROUTES = (
    ("GET", DEVICE, device_page),
    ("POST", DEVICE, device_answer),
    ("GET", AUTHORIZE, authorize_page),
    ("POST", AUTHORIZE, authorize_answer),
)
