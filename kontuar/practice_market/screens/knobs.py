"""Clock and faults for people."""

from __future__ import annotations

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.faults import KINDS
from kontuar.practice_market.screens.html import View, card, facts, field, go, options, page, table, tag

HERE = "/zegar"
_POLISH = {
    "latency": "powolna odpowiedź",
    "too_many": "za dużo zapytań (429)",
    "html_error": "błąd serwera jako HTML",
    "dropped": "połączenie zerwane przed wykonaniem",
    "lost_answer": "wykonane, ale bez odpowiedzi",
    "refresh_lost": "nowy token zgubiony w drodze",
    "revoke_token": "token unieważniony",
    "event_late": "zdarzenie zamówienia spóźnione",
    "event_double": "zdarzenie zamówienia podwójne",
    "event_missing": "zdarzenie zamówienia zgubione",
    "late_message": "wiadomość kupującego zatrzymana na jakiś czas",
    "verifying": "wiadomość sprzedawcy w sprawdzaniu",
    "blocked": "wiadomość sprzedawcy zatrzymana",
    "service_timeout": "wykonane, ale odpowiedź 504",
    "issue_status": "zgłoszenie: stan odwrotny",
    "issue_status_stale": "zgłoszenie: stan nieaktualny",
    "issue_last_message": "zgłoszenie: ostatnia wiadomość nieaktualna",
    "issue_count_zero": "zgłoszenie: liczba wiadomości 0",
    "issue_todo": "zgłoszenie: pierwsza wiadomość „TODO”",
    "issue_chat_cut": "zgłoszenie: widać tylko 100 wpisów",
    "issue_chat_oldest_first": "zgłoszenie: wpisy od najstarszych",
    "issue_chatbot_as_seller": "zgłoszenie: bot jako sprzedający",
    "issue_double": "zgłoszenie: podwójne na liście",
    "issue_missing": "zgłoszenie: brak na liście",
    "issue_files_500": "zgłoszenie: 500 na same załączniki",
    "issue_label_lost": "zgłoszenie: etykieta zgubiona",
    "issue_answer_without_id": "zgłoszenie: odpowiedź bez numeru",
    "offer_ended_again": "oferta zakończona przez inny program",
    "offer_event_late": "zdarzenie oferty spóźnione",
    "offer_event_missing": "zdarzenie oferty zgubione",
    "command_lag": "zmiana ofert trwa długo",
    "tracking_null": "brak śledzenia przesyłki",
    "refund_cancelled": "zwrot wpłaty anulowany po cichu",
    "refund_validate_failed": "zwrot wpłaty odrzucony po przyjęciu",
    "claim_lost": "wniosek o rabat zniknął, bo wygrał automatyczny",
    "rating_changed": "ocena zmieniona tuż po odpowiedzi",
}
_SPEEDS = ("1", "10", "60", "600", "3600")


def show(view: View) -> Response:
    """The clock, the faults in force, switches."""
    w = view.w
    return page(
        view,
        w("Zegar i usterki", "Clock and faults"),
        tag(
            "div",
            card(w("Zegar", "Clock"), _clock(view)),
            card(w("Usterki", "Faults"), _faults(view)),
            class_="cards",
        ),
        here=HERE,
    )


def _clock(view: View) -> Markup:
    w, clock = view.w, view.market.clock
    rows = facts(
        (
            (w("Teraz", "Now"), view.time(clock.now())),
            (w("Tempo", "Speed"), f"{clock.speed:g}×"),
            (w("Stoi", "Frozen"), w("tak", "yes") if clock.frozen else w("nie", "no")),
        )
    )
    jumps = (
        tag("button", text, name="advance", value=seconds, class_="plain")
        for text, seconds in ((w("+1 godz.", "+1 h"), "3600"), (w("+1 dzień", "+1 day"), "86400"))
    )
    speeds = tag("select", options(((s, f"{s}×") for s in _SPEEDS), f"{clock.speed:g}"), name="speed")
    toggle = tag(
        "button",
        w("Uruchom", "Run") if clock.frozen else w("Zatrzymaj", "Freeze"),
        name="freeze",
        value="1",
        class_="plain",
    )
    return Markup("").join(
        (
            rows,
            tag("form", *jumps, toggle, method="post", action=HERE, class_="row"),
            tag(
                "form",
                field(w("Tempo", "Speed"), speeds),
                tag("button", w("Ustaw", "Set"), class_="plain"),
                method="post",
                action=HERE,
                class_="row",
            ),
        )
    )


def _faults(view: View) -> Markup:
    w = view.w
    rows = [
        (f.kind, f.operation or "–", f"{f.chance:g}", "∞" if f.times is None else str(f.times), str(f.struck))
        for f in view.market.faults.all()
    ]
    heads = (
        w("Rodzaj", "Kind"),
        w("Operacja", "Operation"),
        w("Szansa", "Chance"),
        w("Zostało razy", "Left"),
        w("Zadziałała razy", "Struck"),
    )
    kinds = options((kind, w(_POLISH.get(kind, kind), kind.replace("_", " "))) for kind in KINDS)
    add = tag(
        "form",
        field(w("Rodzaj", "Kind"), tag("select", kinds, name="kind")),
        field(w("Ile razy", "Times"), tag("input", name="times", type="number", min="1", value="1")),
        tag("button", w("Włącz", "Switch on")),
        method="post",
        action=HERE + "/usterki",
    )
    clear = tag(
        "form",
        tag("button", w("Wyłącz wszystkie", "Switch all off"), name="clear", value="1", class_="plain"),
        method="post",
        action=HERE + "/usterki",
    )
    return Markup("").join((table(heads, rows) if rows else tag("p", w("Żadnych.", "None.")), add, clear))


def change_clock(view: View) -> Response:
    """Jump, freeze, run, change speed."""
    clock = view.market.clock
    if view.field("freeze"):
        (clock.thaw if clock.frozen else clock.freeze)()
    if view.field("speed") in _SPEEDS:
        clock.set_speed(float(view.field("speed")))
    if view.field("advance") in {"3600", "86400"}:
        view.market.advance(float(view.field("advance")))
    return go(HERE)


def change_faults(view: View) -> Response:
    """Switch a fault on for some times, or all off."""
    if view.field("clear"):
        view.market.faults.clear()
    else:
        times = view.field("times")
        view.market.faults.add(view.field("kind"), times=int(times[:6]) if times.isdecimal() else 1)
    return go(HERE)


ROUTES = (("GET", HERE, show), ("POST", HERE, change_clock), ("POST", HERE + "/usterki", change_faults))
