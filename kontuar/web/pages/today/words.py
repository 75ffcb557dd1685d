"""Today in words: prepared strings for the template's loops."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.store.queries.freshness import Freshness
from kontuar.store.queries.today import Board, Stopped
from kontuar.store.queries.today_lists import Listed
from kontuar.store.queries.today_parcels import ParcelLine
from kontuar.store.queries.today_talks import Line
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.labels import Chip
from kontuar.web.look import Look
from kontuar.web.pages.today import words_issues, words_orders
from kontuar.web.pages.today.bundles import Entry, bundled
from kontuar.web.pages.today.item import Group, Item, Shown

ANSWERED_HERE = frozenset({"answer", "answer_problem", "keep_promise", "answer_complaint"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old an account's data is. ``css`` is late when it is not read."""

    account_id: int
    name: str
    text: str
    css: str
    is_watch_only: bool
    can_sign_in: bool
    progress: str
    done: int
    total: int | None


def ages(board: Board, look: Look) -> list[Age]:
    """The first line of Today."""
    return [_age(account, look) for account in board.accounts]


def _age(account: Freshness, look: Look) -> Age:
    text, css = _reading(account, look)
    return Age(
        account_id=account.account_id,
        name=f"{labels.platform(account.platform)} · {account.name}",
        text=text,
        css=css,
        is_watch_only=account.is_watch_only,
        can_sign_in=(account.is_signed_out or bool(account.lacking)) and account.can_own,
        progress=_progress(account) if account.is_importing else "",
        done=account.done,
        total=account.total,
    )


def _reading(account: Freshness, look: Look) -> tuple[str, str]:
    if account.is_signed_out:
        since = account.read_at
        return (
            _("signed out, not reading since %(when)s") % {"when": labels.since(since, look)}
            if since
            else _("signed out, not reading"),
            "late",
        )
    if account.is_paused:
        return _("paused by a person, not reading"), "late"
    if account.silent_since:
        said = _("not reading since %(when)s") % {"when": labels.since(account.silent_since, look)}
        return f"{said} – {_advice(account)}", "late"
    if account.platform == "elsewhere":
        return _("noted by hand"), "calm"
    if account.is_handed_over:
        return _("takes in what the mail server hands over"), "calm"
    if account.read_at is None:
        return _("first reading has begun"), "calm"
    said = _("read %(ago)s") % {"ago": labels.ago(account.read_at, look)}
    if account.lacking:
        lacking = _("but not everything: sign in again")
        return f"{said}, {lacking}", "calm"
    if account.behind_since:
        part = (
            _("but the sent folder not since %(when)s – see the account's page")
            if account.platform == "mail"
            else _("but issues and returns not since %(when)s – see the account's page")
        )
        when = labels.since(account.behind_since, look)
        return f"{said}, {part % {'when': when}}", "late"
    return said, "calm"


def _advice(account: Freshness) -> str:
    """Why nothing is read, or where it stands."""
    is_mail = account.platform == "mail"
    return {
        "worker": _("Kontuar's background work does not run: start it"),
        "platform": _("the mail server does not answer; Kontuar keeps trying")
        if is_mail
        else _("the marketplace does not answer; Kontuar keeps trying"),
        "blocked": _("the mail server asked us to wait")
        if is_mail
        else _("the marketplace asked us to wait"),
    }.get(account.cause, _("see the account's page"))


def _progress(account: Freshness) -> str:
    if account.total is None:
        return ngettext(
            "reading the past: %(done)d message", "reading the past: %(done)d messages", account.done
        ) % {"done": account.done}
    return _("reading the past: %(done)d of %(total)d") % {"done": account.done, "total": account.total}


def stopped(board: Board, look: Look) -> list[Item]:
    """The second line: messages of ours that need a look."""
    return [_stopped(one, look) for one in board.stopped]


def _stopped(one: Stopped, look: Look) -> Item:
    state = "given_back" if one.state == "held" else one.state
    return Item(
        id=f"out-{one.outgoing_id}",
        case_id=one.case_id,
        url=f"{reverse('case', args=[one.case_id])}#out-{one.outgoing_id}",
        platform=one.platform,
        letter=labels.mark(one.platform),
        account=one.account_name,
        buyer=one.buyer,
        what=labels.outgoing_state(state, one.platform),
        text=one.text,
        language="",
        chip=_chip(one.duty, look) if one.duty else None,
        lost=one.reason_text or labels.hold_reason(one.hold_reason) or labels.advice(state, one.platform),
        button=_("Check") if state == "unsure" else _("Look"),
        in_place="",
        tag="",
        assignee="",
        at=labels.moment(one.at, look),
    )


def groups(board: Board, look: Look) -> list[Group]:
    """Duties in the product's order; late but owed stays among its kind."""
    of_issues = words_issues.groups(board, look)
    wanted = (
        ("problems", _("Problems with a purchase"), board.problems),
        ("talks", "", ()),
        ("claims", "", ()),
        ("questions", _("Questions before purchase"), board.questions),
        ("answers", _("Other answers"), board.answers),
    )
    found = [of_issues["silent"]] if "silent" in of_issues else []
    for code, title, lines in wanted:
        if code in of_issues:
            found.append(of_issues[code])
        elif lines:
            items = tuple(line(one, look) for one in lines)
            found.append(Group(code=code, title=title, items=items))
    return found


def money(board: Board, look: Look) -> list[Group]:
    """After the parcels: money to give back, and money that did not go back."""
    found = words_issues.groups(board, look)
    for group in words_orders.money(board, look):
        held = found.get(group.code)
        found[group.code] = replace(held, items=(*held.items, *group.items)) if held else group
    return [found[code] for code in ("unpaid", "money", "commission") if code in found]


def line(one: Line, look: Look) -> Item:
    """A duty of a case."""
    url = to("case", one.case_id)
    can_answer = one.can_work and one.next_step in ANSWERED_HERE
    return Item(
        id=f"duty-{one.duty_id}",
        case_id=one.case_id,
        url=url,
        platform=one.platform,
        letter=labels.mark(one.platform),
        account=one.account_name,
        buyer=one.buyer,
        what=one.subject if one.kind in ("answer", "problem") else labels.owed(one.kind),
        text=one.text,
        language=one.language,
        chip=_chip(one, look),
        lost=labels.loss(one.lost, one.platform),
        button=labels.next_step(one.next_step, one.platform) if can_answer else _("Open"),
        in_place=to("case_in_place", one.case_id) if can_answer else "",
        tag=_tag(one, look),
        assignee=one.assignee,
    )


def _chip(one: Line, look: Look) -> Chip:
    return labels.duty_chip(
        one.kind,
        one.due_at,
        one.safer_by,
        one.warn_at,
        look,
        platform_code=one.platform,
        rule=(one.rule_id, one.rule_version),
    )


def _tag(one: Line, look: Look) -> str:
    if one.on_its_way:
        return labels.outgoing_state(one.on_its_way, one.platform)
    if one.waiting_until and one.waiting_until > look.now:
        return _("put off until %(when)s") % {"when": labels.by(one.waiting_until, look)}
    return ""


def listed(rows: Sequence[Listed], look: Look) -> list[Item]:
    """A case of a list that is looked through."""
    return [
        Item(
            id=f"listed-{row.case_id}",
            case_id=row.case_id,
            url=to("case", row.case_id),
            platform=row.platform,
            letter=labels.mark(row.platform),
            account=row.account_name,
            buyer=row.buyer,
            what="",
            text=row.text,
            language=row.language,
            chip=None,
            lost="",
            button=_("Open"),
            in_place="",
            tag="",
            assignee="",
            at=labels.moment(row.at, look) if row.at else "",
        )
        for row in rows
    ]


def parcels(board: Board, courier_at: str) -> str:
    """The day's parcels in one line: "28 parcels today, courier 15:00 – 2 troubles"."""
    count = board.parcels.today
    troubles = len(board.parcels.troubles) + words_orders.troubles(board)
    if not count and not troubles:
        return ""
    text = ngettext("%(n)d parcel today", "%(n)d parcels today", count) % {"n": count}
    if count and courier_at:
        text += ", " + _("courier %(time)s") % {"time": courier_at}
    if troubles:
        text += " – " + ngettext("%(n)d trouble", "%(n)d troubles", troubles) % {"n": troubles}
    return text


def troubles(board: Board, look: Look) -> list[Shown]:
    """Parcels in trouble; what is alike on one line."""
    late = [
        Entry(kind=row.trouble, step="", due_at=row.due_at, item=trouble(row, look))
        for row in board.parcels.troubles
    ]
    return bundled([*late, *words_orders.parcels(board, look)], look)


def trouble(row: ParcelLine, look: Look) -> Item:
    """An order whose parcel is in trouble."""
    words = {
        "cancelled_after_label": pgettext("parcel", "cancelled after the label was made: stop the parcel"),
        "no_number": pgettext("parcel", "marked as sent without a number: add it"),
    }
    chip = None
    if row.trouble == "late" and row.due_at:
        chip = labels.duty_chip("dispatch", row.due_at, row.due_at, row.due_at, look)
    return Item(
        id=f"parcel-{row.order_id}-{row.trouble}",
        case_id=0,
        url=to("order", row.order_id),
        platform=row.platform,
        letter=labels.mark(row.platform),
        account=row.account_name,
        buyer=row.buyer,
        what=words.get(row.trouble, labels.owed("dispatch")),
        text=row.items,
        language="",
        chip=chip,
        lost=labels.loss("dispatch_in_time", row.platform) if row.trouble == "late" else "",
        button=_("Show the order"),
        in_place="",
        tag="",
        assignee="",
    )
