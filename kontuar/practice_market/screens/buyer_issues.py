"""“Strona kupującego”: a person plays a buyer who complains, claims or sends back."""

from __future__ import annotations

import base64

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.issue_records import EXPECTATIONS, REASONS
from kontuar.practice_market.returns import REASONS as RETURN_REASONS
from kontuar.practice_market.screens.html import View, card, field, go, join, options, page, table, tag
from kontuar.practice_market.screens.issues import (
    amount_given,
    issue_head,
    issue_table,
    issue_talk,
    kind,
    missing,
    text_field,
)

BUYER = "/kupujacy"
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def forms(view: View, login: str, order_id: str) -> Markup:
    """On a purchase's page: open a discussion, a claim, a return."""
    w, hidden = view.w, tag("input", type="hidden", name="order", value=order_id)
    return tag(
        "div",
        card(w("Otwórz dyskusję", "Open a discussion"), _discussion_form(view, login, hidden)),
        card(w("Złóż reklamację", "Make a claim"), _claim_form(view, login, hidden)),
        card(w("Zwróć zakup", "Return the purchase"), _return_form(view, login, hidden)),
        class_="cards",
    )


def _reasons(view: View) -> Markup:
    texts = [(code, words[0 if view.language == "pl" else 1]) for code, words in REASONS.items()]
    return field(view.w("Powód", "Reason"), tag("select", options(texts), name="reason"))


def _discussion_form(view: View, login: str, hidden: Markup) -> Markup:
    return tag(
        "form",
        hidden,
        _reasons(view),
        text_field(view),
        tag("button", view.w("Otwórz", "Open")),
        method="post",
        action=f"{BUYER}/{login}/dyskusja",
    )


def _claim_form(view: View, login: str, hidden: Markup) -> Markup:
    w = view.w
    wanted = tag("select", options(EXPECTATIONS.items()), name="expectation")
    amount = tag("input", name="amount", inputmode="decimal", maxlength="12")
    photo = tag("input", type="checkbox", name="photo", value="1")
    return tag(
        "form",
        hidden,
        _reasons(view),
        field(w("Czego oczekujesz?", "What do you expect?"), wanted),
        field(w("Kwota (częściowy zwrot)", "Amount (partial refund)"), amount),
        text_field(view),
        tag("label", photo, w("Dołącz zdjęcie", "Add a photo"), class_="tick"),
        tag("button", w("Reklamuj", "Claim")),
        method="post",
        action=f"{BUYER}/{login}/reklamacja",
    )


def _return_form(view: View, login: str, hidden: Markup) -> Markup:
    w = view.w
    reasons = tag("select", options((reason, reason) for reason in RETURN_REASONS), name="reason")
    return tag(
        "form",
        hidden,
        field(w("Powód", "Reason"), reasons),
        field(w("Uwagi", "Comment"), tag("input", name="text", maxlength="300")),
        tag("button", w("Zgłoś zwrot", "Announce")),
        method="post",
        action=f"{BUYER}/{login}/zwrot",
    )


def buyers_things(view: View, login: str) -> Markup:
    """On the buyer's page: his issues and returns."""
    w = view.w
    issues = [i for i in view.market.disputes.book.issues.values() if i.buyer == login]
    rows = []
    for one in view.market.returns.all.values():
        if one.buyer != login:
            continue
        deed = Markup("")
        if view.market.returns.status(one) == "CREATED":
            hidden = tag("input", type="hidden", name="return", value=one.id)
            button = tag("button", w("Nadaj", "Send"), class_="plain")
            deed = tag(
                "form", hidden, button, method="post", action=f"{BUYER}/{login}/nadaj-zwrot", class_="row"
            )
        rows.append((one.reference, view.market.returns.status(one), view.time(one.created_at), deed))
    heads = (w("Zwrot", "Return"), w("Stan", "State"), w("Kiedy", "When"), "")
    return join(
        (
            card(
                w("Dyskusje i reklamacje", "Discussions and claims"),
                issue_table(view, issues, f"{BUYER}/{login}/zgloszenie/"),
            ),
            card(w("Zwroty", "Returns"), table(heads, rows) if rows else tag("p", w("Brak.", "None."))),
        )
    )


def buyer_issue(view: View, login: str, issue_id: str) -> Response:
    """One issue as the buyer sees it."""
    w, issue = view.w, view.market.disputes.book.issues.get(issue_id)
    if issue is None or issue.buyer != login:
        return missing(view)
    action = f"{BUYER}/{login}/zgloszenie/{issue.id}"
    deeds = [("napisz", w("Wyślij", "Send"))] if issue.chat_active else []
    if issue.claim and not issue.decided and not issue.withdrawn:
        deeds.append(("wycofaj", w("Wycofaj reklamację", "Withdraw the claim")))
    if issue.status == "DISPUTE_ONGOING":
        deeds.append(("nierozwiazana", w("Oznacz jako nierozwiązaną", "Mark as not resolved")))
    if not issue.claim and issue.status != "DISPUTE_CLOSED":
        deeds.append(("zakoncz", w("Zakończ dyskusję", "End the discussion")))
    buttons = [tag("button", text, name="deed", value=name) for name, text in deeds]
    form = tag("form", text_field(view, required=False), *buttons, method="post", action=action)
    return page(
        view,
        f"{login} ↔ {issue.seller}",
        card(kind(view, issue), issue_head(view, issue)),
        tag("div", issue_talk(view, issue, "BUYER"), class_="card"),
        form if deeds else tag("p", w("Rozmowa jest zamknięta.", "The talk is closed.")),
        tag("p", tag("a", login, href=f"{BUYER}/{login}")),
        here=BUYER,
    )


def buyer_deed(view: View, login: str, issue_id: str) -> Response:
    """What the buyer chose to do with his issue."""
    sides, deed = view.market.issue_sides, view.field("deed")
    if deed == "wycofaj":
        sides.withdraw(login, issue_id=issue_id)
    elif deed == "zakoncz":
        sides.close(login, issue_id=issue_id)
    elif deed == "nierozwiazana":
        sides.mark_unresolved(login, issue_id=issue_id)
    else:
        sides.write(login, issue_id=issue_id, text=view.field("text"))
    return go(f"{BUYER}/{login}/zgloszenie/{issue_id}")


def open_discussion(view: View, login: str) -> Response:
    """A discussion."""
    issue = view.market.issue_sides.open_discussion(
        login, order_id=view.field("order"), reason=view.field("reason"), text=view.field("text")
    )
    return go(f"{BUYER}/{login}/zgloszenie/{issue.id}")


def open_claim(view: View, login: str) -> Response:
    """A claim, with a small photo when wished."""
    files = []
    if view.field("photo"):
        kept = view.market.disputes.put_file(login, "zdjecie.png", "image/png", _PIXEL, view.market.now())
        files.append(kept.id)
    wanted = view.field("expectation")
    issue = view.market.issue_sides.open_claim(
        login,
        order_id=view.field("order"),
        reason=view.field("reason"),
        text=view.field("text"),
        expectation=wanted,
        amount=amount_given(view) if wanted == "PARTIAL_REFUND" else None,
        attachments=files,
    )
    return go(f"{BUYER}/{login}/zgloszenie/{issue.id}")


def announce(view: View, login: str) -> Response:
    """A return."""
    order = view.market.world.orders[view.field("order")]
    if order.buyer != login:
        raise ValueError("the order is another buyer's")
    view.market.returns.announce(
        order.id, at=view.market.now(), reason=view.field("reason"), comment=view.field("text") or None
    )
    return go(f"{BUYER}/{login}")


def send_back(view: View, login: str) -> Response:
    """Hand the return over."""
    one = view.market.returns.all[view.field("return")]
    if one.buyer != login:
        raise ValueError("the return is another buyer's")
    view.market.returns.send(one, at=view.market.now())
    return go(f"{BUYER}/{login}")


ROUTES = (
    ("GET", BUYER + "/<login>/zgloszenie/<issue_id>", buyer_issue),
    ("POST", BUYER + "/<login>/zgloszenie/<issue_id>", buyer_deed),
    ("POST", BUYER + "/<login>/dyskusja", open_discussion),
    ("POST", BUYER + "/<login>/reklamacja", open_claim),
    ("POST", BUYER + "/<login>/zwrot", announce),
    ("POST", BUYER + "/<login>/nadaj-zwrot", send_back),
)
