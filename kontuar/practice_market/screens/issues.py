"""Discussions, claims and returns as a seller opens them on the market, past every program."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from markupsafe import Markup
from werkzeug.wrappers import Response

from kontuar.practice_market.issue_records import (
    ACCEPTED,
    EXPECTATIONS,
    REASONS,
    REJECTED,
    RETURN_TYPES,
    Entry,
    Issue,
)
from kontuar.practice_market.returns import REJECTIONS, CustomerReturn
from kontuar.practice_market.screens.html import (
    View,
    card,
    facts,
    field,
    go,
    options,
    page,
    table,
    tag,
)

SELLER = "/sprzedajacy"
HERE = f"{SELLER}/zgloszenia"
MOST_ROWS = 100


def listing(view: View) -> Response:
    """Every seller's issues and returns."""
    cards = []
    for login in list(view.market.world.sellers)[:20]:
        issues = view.market.disputes.book.of_seller(login)[:MOST_ROWS]
        returns = view.market.returns.of_seller(login)[:MOST_ROWS]
        title = view.w("dyskusje i reklamacje", "discussions and claims")
        cards.append(card(f"{login} – {title}", issue_table(view, issues, "/issues/")))
        cards.append(card(f"{login} – {view.w('zwroty', 'returns')}", _return_table(view, returns)))
    return page(view, view.w("Zgłoszenia i zwroty", "Issues and returns"), *cards, here=SELLER)


def kind(view: View, issue: Issue) -> str:
    """What people call it."""
    if not issue.claim:
        return view.w("dyskusja", "discussion")
    return view.w("reklamacja", "claim") + f" {issue.reference}"


def issue_table(view: View, issues: list[Issue], base: str) -> Markup:
    """Issues in rows that lead to `base` and the id."""
    w = view.w
    rows = [
        (
            tag("a", f"{issue.buyer}: {kind(view, issue)}", href=f"{base}{issue.id}"),
            REASONS[issue.reason][0 if view.language == "pl" else 1],
            issue.status,
            view.time(issue.opened_at),
            view.time(issue.decide_by),
        )
        for issue in issues
    ]
    heads = (
        w("Zgłoszenie", "Issue"),
        w("Powód", "Reason"),
        w("Stan", "State"),
        w("Otwarto", "Opened"),
        w("Decyzja do", "Decide by"),
    )
    return table(heads, rows) if rows else tag("p", w("Brak.", "None."))


def _return_table(view: View, returns: list[CustomerReturn]) -> Markup:
    w = view.w
    rows = [
        (
            tag("a", f"{one.buyer}: {one.reference}", href=f"/returns/{one.id}"),
            ", ".join(f"{item.quantity} × {item.name}" for item in one.items),
            view.market.returns.status(one),
            view.time(one.created_at),
        )
        for one in returns
    ]
    heads = (w("Zwrot", "Return"), w("Co", "What"), w("Stan", "State"), w("Zgłoszono", "Announced"))
    return table(heads, rows) if rows else tag("p", w("Brak.", "None."))


def issue_head(view: View, issue: Issue) -> Markup:
    """The facts of an issue."""
    w = view.w
    wanted = EXPECTATIONS.get(issue.expectation or "", "–")
    if issue.amount is not None:
        wanted += f" ({issue.amount:.2f})"
    returned = {True: w("tak", "yes"), False: w("nie", "no"), None: w("nie ustalono", "not decided")}
    return facts(
        (
            (w("Rodzaj", "Kind"), kind(view, issue)),
            (w("Stan", "State"), issue.status),
            (w("Powód", "Reason"), REASONS[issue.reason][0 if view.language == "pl" else 1]),
            (w("Oczekiwanie", "Expects"), wanted),
            (w("Decyzja do", "Decide by"), view.time(issue.decide_by)),
            (w("Odesłanie towaru", "Send back"), returned[issue.return_required]),
            (w("Zamówienie", "Order"), tag("a", issue.order_id[:8], href=f"/orders/{issue.order_id}")),
        )
    )


def issue_talk(view: View, issue: Issue, mine: str) -> Markup:
    """Its talk, oldest first; the reader's own words on the right."""
    return tag("ol", *(_row(view, entry, mine) for entry in issue.entries[-100:]), class_="talk")


def _row(view: View, entry: Entry, mine: str) -> Markup:
    files = [view.market.disputes.book.files[file_id].file_name for file_id in entry.attachments]
    attached = tag("small", "📎 " + ", ".join(files)) if files else ""
    who = entry.login or view.w("Doradca Allegro", "Allegro")
    head = tag("small", f"{who} · {view.time(entry.at)}", class_="soft")
    return tag("li", head, entry.text, attached, class_="mine" if entry.role == mine else None)


def missing(view: View) -> Response:
    """404 as a page."""
    return page(view, view.w("Nie ma tu nic takiego", "There is no such thing here"), here=SELLER, status=404)


def text_field(view: View, *, required: bool = True) -> Markup:
    """Where people write."""
    box = tag("textarea", "", name="text", required=required, maxlength="20000")
    return field(view.w("Treść", "Text"), box)


def seller_issue(view: View, issue_id: str) -> Response:
    """One issue as the seller sees it on the market, with an answer and a decision typed here."""
    w, issue = view.w, view.market.disputes.book.issues.get(issue_id)
    if issue is None:
        return missing(view)
    note = w("To, co tu zrobisz, idzie obok Twojego programu.", "What you do here goes past your program.")
    parts = [
        card(w("Zgłoszenie", "Issue"), issue_head(view, issue)),
        tag("div", issue_talk(view, issue, "SELLER"), class_="card"),
    ]
    if issue.chat_active:
        kinds = ["REGULAR", *(RETURN_TYPES if issue.claim and not issue.decided else ())]
        if not issue.claim and not issue.end_requested:
            kinds.append("END_REQUEST")
        form = tag(
            "form",
            field(w("Rodzaj wiadomości", "Kind"), tag("select", options((k, k) for k in kinds), name="type")),
            text_field(view),
            tag("button", w("Wyślij jako sprzedawca", "Send as the seller")),
            method="post",
            action=f"/issues/{issue.id}",
        )
        parts.append(card(w("Odpowiedz na targu", "Answer on the market"), tag("p", note), form))
    else:
        parts.append(tag("p", w("Rozmowa jest zamknięta.", "The talk is closed.")))
    if issue.claim and not issue.decided:
        parts.append(card(w("Decyzja", "Decision"), _decision_form(view, issue)))
    return page(view, f"{issue.buyer} → {issue.seller}", *parts, here=SELLER)


def _decision_form(view: View, issue: Issue) -> Markup:
    w = view.w
    choices = [(code, f"{w('uznaj', 'accept')}: {text}") for code, text in ACCEPTED.items()]
    choices += [(code, f"{w('odrzuć', 'reject')}: {text}") for code, text in REJECTED.items()]
    return tag(
        "form",
        field(w("Decyzja", "Decision"), tag("select", options(choices), name="decision")),
        field(
            w("Kwota częściowego zwrotu", "Amount of a partial refund"),
            tag("input", name="amount", inputmode="decimal", maxlength="12"),
        ),
        text_field(view),
        tag("button", w("Wydaj decyzję", "Decide")),
        method="post",
        action=f"/issues/{issue.id}/decyzja",
    )


def seller_answer(view: View, issue_id: str) -> Response:
    """An answer past the API."""
    issue = view.market.disputes.book.issues[issue_id]
    view.market.issue_sides.answer(
        issue.seller, issue_id=issue_id, text=view.field("text"), type=view.field("type") or "REGULAR"
    )
    return go(f"/issues/{issue_id}")


def seller_decides(view: View, issue_id: str) -> Response:
    """A decision past the API."""
    issue = view.market.disputes.book.issues[issue_id]
    view.market.issue_sides.decide(
        issue.seller,
        issue_id=issue_id,
        decision=view.field("decision"),
        message=view.field("text"),
        amount=amount_given(view),
    )
    return go(f"/issues/{issue_id}")


def amount_given(view: View) -> Decimal | None:
    """An amount of money from the form, with a comma or a point."""
    given = view.field("amount").replace(",", ".")
    try:
        return Decimal(given).quantize(Decimal("0.01")) if given else None
    except InvalidOperation:
        raise ValueError(view.w("To nie jest kwota.", "That is no amount.")) from None


def return_page(view: View, return_id: str) -> Response:
    """One return, with a refusal."""
    w, one = view.w, view.market.returns.all.get(return_id)
    if one is None:
        return missing(view)
    rows = facts(
        (
            (w("Stan", "State"), view.market.returns.status(one)),
            (w("Zgłoszono", "Announced"), view.time(one.created_at)),
            (w("Zamówienie", "Order"), tag("a", one.order_id[:8], href=f"/orders/{one.order_id}")),
            (w("Paczki", "Parcels"), ", ".join(f"{p.carrier_id} {p.waybill}" for p in one.parcels) or "–"),
            (w("Odmowa", "Refusal"), one.rejection.code if one.rejection else "–"),
        )
    )
    items = table(
        (w("Co", "What"), w("Sztuk", "Quantity"), w("Powód", "Reason"), w("Uwagi", "Comment")),
        ((item.name, str(item.quantity), item.reason, item.comment or "–") for item in one.items),
    )
    parts = [card(w("Zwrot", "Return"), rows, items)]
    if one.rejection is None and one.outcome is None:
        form = tag(
            "form",
            field(w("Powód", "Reason"), tag("select", options((c, c) for c in REJECTIONS), name="code")),
            field(w("Uzasadnienie", "Grounds"), tag("textarea", "", name="text", maxlength="250")),
            tag("button", w("Odmów zwrotu wpłaty", "Refuse the refund")),
            method="post",
            action=f"/returns/{one.id}",
        )
        parts.append(card(w("Odmowa", "Refusal"), form))
    return page(view, f"{one.buyer}: {one.reference}", *parts, here=SELLER)


def refuse(view: View, return_id: str) -> Response:
    """Refuse the refund past the API."""
    one = view.market.returns.all[return_id]
    view.market.returns.reject(one, view.field("code"), view.field("text") or None, at=view.market.now())
    return go(f"/returns/{return_id}")


ROUTES = (
    ("GET", HERE, listing),
    ("GET", "/issues/<issue_id>", seller_issue),
    ("POST", "/issues/<issue_id>", seller_answer),
    ("POST", "/issues/<issue_id>/decyzja", seller_decides),
    ("GET", "/returns/<return_id>", return_page),
    ("POST", "/returns/<return_id>", refuse),
)
