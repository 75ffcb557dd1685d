"""Registering an application."""

from __future__ import annotations

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.applications import Application
from kontuar.practice_market.screens.html import View, card, facts, field, join, options, page, table, tag


def _agent(app: Application) -> str:
    return f"{app.name.replace(' ', '-')}/1.0.0 (+https://example.org/info)"


def _types(view: View) -> tuple[tuple[str, str], ...]:
    return (
        (
            "device",
            view.w(
                "Aplikacja będzie działać w środowisku bez dostępu do przeglądarki (device)",
                "The application runs without a browser (device)",
            ),
        ),
        (
            "authorization_code",
            view.w(
                "Aplikacja będzie posiadać dostęp do przeglądarki (authorization code)",
                "The application has a browser (authorization code)",
            ),
        ),
    )


def _form(view: View, error: str = "") -> Markup:
    w = view.w
    return tag(
        "form",
        tag("p", error, class_="bad", role="alert") if error else "",
        field(
            w("Nazwa aplikacji", "Application name"),
            tag("input", name="name", required=True, maxlength="80", value=view.field("name")),
            w(
                "Ta sama nazwa musi stać w nagłówku User-Agent.",
                "The User-Agent header must carry this name.",
            ),
        ),
        field(
            w("Rodzaj aplikacji", "Type"),
            tag("select", options(_types(view), view.field("type")), name="type"),
            w("Aplikacja ma jeden rodzaj, potem się go nie zmienia.", "One type for good."),
        ),
        field(
            w("Adres do przekierowania (redirect URI)", "Redirect URI"),
            tag("input", name="redirect_uri", type="url", value=view.field("redirect_uri")),
            w("Tylko dla authorization code.", "For authorization code only."),
        ),
        tag("button", w("Zarejestruj", "Register")),
        method="post",
        action="/aplikacje",
    )


def _list(view: View) -> Markup:
    w = view.w
    apps = view.market.applications.apps.values()
    if not apps:
        return tag("p", w("Jeszcze nie ma żadnej.", "None yet."), class_="soft")
    rows = [(app.name, app.type, tag("code", app.client_id), app.redirect_uri or "–") for app in apps]
    return table((w("Nazwa", "Name"), w("Rodzaj", "Type"), "Client ID", "Redirect URI"), rows)


def show(view: View) -> Response:
    """The list and the form."""
    w = view.w
    return page(
        view,
        w("Twoje aplikacje", "Your applications"),
        card(w("Zarejestruj nową aplikację", "Register a new application"), _form(view)),
        card(w("Zarejestrowane", "Registered"), _list(view)),
        here="/aplikacje",
    )


def register(view: View) -> Response:
    """Register and show the secret, this one time."""
    w = view.w
    try:
        app = view.market.applications.register(
            view.field("name"), view.field("type"), view.field("redirect_uri") or None
        )
    except ValueError as error:
        form = card(w("Zarejestruj nową aplikację", "Register a new application"), _form(view, str(error)))
        return page(view, w("Twoje aplikacje", "Your applications"), form, here="/aplikacje", status=400)
    rows = facts(
        (
            (w("Nazwa", "Name"), app.name),
            (w("Rodzaj", "Type"), app.type),
            ("Client ID", tag("code", app.client_id, class_="code")),
            ("Client Secret", tag("code", app.client_secret, class_="code")),
            ("Redirect URI", app.redirect_uri or "–"),
            (w("Oczekiwany User-Agent", "Expected User-Agent"), tag("code", _agent(app), class_="code")),
        )
    )
    note = w(
        "Skopiuj Client Secret teraz: drugi raz go nie pokażemy. W User-Agent wpisz wersję swojego programu "
        "i adres strony o nim.",
        "Copy the Client Secret now: it is not shown again. Put your program's version and its information "
        "page into the User-Agent.",
    )
    done = join((rows, tag("p", note)))
    return page(
        view,
        w("Aplikacja zarejestrowana", "Application registered"),
        card(app.name, done),
        tag("p", tag("a", w("Wszystkie aplikacje", "All applications"), href="/aplikacje")),
        here="/aplikacje",
    )


ROUTES = (("GET", "/aplikacje", show), ("POST", "/aplikacje", register))
