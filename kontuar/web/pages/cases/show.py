"""A case: thread, order, composer."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kontuar.actions import links, triage
from kontuar.actions.errors import ActionProblem
from kontuar.drafters.calm import Calm
from kontuar.store.queries import case as query
from kontuar.store.queries import case_talk
from kontuar.store.queries.case import CaseView
from kontuar.web import labels, labels_sales, order_pane
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.cases import elsewhere, line, marks_words, presence_words, rest, talk, team_words
from kontuar.web.pages.cases.compose import Composer, cc_of, composer, library_of
from kontuar.web.pages.cases.line import Around
from kontuar.web.pages.inbox.listing import list_pane
from kontuar.web.pages.issues import words as issue_words


@require_safe
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page; thread and order alone when the list is already there."""
    longest = case_talk.LONGEST_OF_ALL if "wszystkie" in request.GET else case_talk.LONGEST
    view = query.view(signed_in(request), case_id, longest=longest)
    if view is None:
        raise Http404
    return answer(request, view, look_now())


def answer(
    request: HttpRequest,
    view: CaseView,
    look: Look,
    *,
    text: str | None = None,
    problem: ActionProblem | None = None,
    proposal: Calm | None = None,
) -> HttpResponse:
    """The page around what was written: ``problem`` gives the text back with its reason."""
    context = area(request, view, look, text=text, problem=problem, proposal=proposal)
    status = 422 if problem else 200
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "cases/show.html#area", context, status=status)
        if problem:
            response.headers["HX-Push-Url"] = "false"
        return response
    return render(
        request, "cases/show.html", context | list_pane(request, look, case_id=view.case.pk), status=status
    )


def area(
    request: HttpRequest,
    view: CaseView,
    look: Look,
    *,
    text: str | None = None,
    problem: ActionProblem | None = None,
    proposal: Calm | None = None,
) -> dict[str, Any]:
    """What thread and order pane show."""
    user, case = signed_in(request), view.case
    thread_url = links.to_platform(view.account, "thread", case.thread.external_id if case.thread else "")
    entries = talk.entries(view, user, look)
    return {
        "look": look,
        "pane": "order" if request.GET.get("okno") == "zamowienie" else "thread",
        "view": view,
        "case": case,
        "case_id": case.pk,
        **_called(view),
        "state": labels.case_state(case.state),
        "waits": _waits(view, look),
        "chips": chips(view, look),
        "issue": _issue(view, look),
        "entries": line.entries(entries, Around.of(request, view, thread_url)),
        "undo": next((entry.sent for entry in entries if entry.sent and entry.sent.is_undo), None),
        "order": order_pane.pane(view.order, look, url=_order_url(view)) if view.order else None,
        "buyer": order_pane.buyer(view.buyer, look, others=_seen_at(view)),
        "platform": labels.platform(view.account.platform),
        "offer_url": links.to_platform(view.account, "offer", case.offer.external_id) if case.offer else "",
        "thread_url": thread_url,
        "composer": _composer(request, view, look, text, problem, proposal)
        if view.can_work and case.thread
        else None,
        "cooling": rest.card(case, user, look) if view.can_work else None,
        "elsewhere": elsewhere.lines(case, user, look),
        "presence": presence_words.here(case.pk, user, look),
        "team": team_words.of(view, user, look),
        "marks": marks_words.lines(view, look),
        "may_say": marks_words.may_say(view, look),
        "tomorrow": look.morning(1).date().isoformat(),
        "reasons": triage.REASONS,
        "snoozes": snoozes(look),
        "refusal": str(problem.text) if problem and not view.can_work else "",
        "message_count": len(view.talk.messages) + view.talk.left_out,
    }


def _composer(
    request: HttpRequest,
    view: CaseView,
    look: Look,
    text: str | None,
    problem: ActionProblem | None,
    proposal: Calm | None,
) -> Composer:
    """With what was just written (``text``), else with the draft and its files."""
    written = view.draft if text is None else text
    return composer(
        view.account,
        look,
        case=view.case,
        text=written,
        problem=problem,
        asked=cc_of(request) or (view.talk.copies_taken_back if written else ()),
        proposal=proposal,
        library=view.draft_files if text is None else library_of(request),
    )


def chips(view: CaseView, look: Look) -> list[tuple[labels.Chip, str]]:
    """Clocks with what is lost."""
    return [
        (
            labels.duty_chip(
                duty.kind,
                duty.due_at,
                duty.safer_by,
                duty.warn_at,
                look,
                platform_code=view.account.platform,
                rule=(duty.rule_id, duty.rule_version),
            ),
            labels.loss(duty.lost, view.account.platform),
        )
        for duty in view.duties
    ]


def _issue(view: CaseView, look: Look) -> dict[str, Any] | None:
    """The issue this is the talk of: its name, its card's address, the clock of its decision."""
    issue, code = view.issue, view.account.platform
    if issue is None:
        return None
    return {
        "name": labels_sales.issue_kind_short(issue.kind),
        "url": to("issue", issue.pk),
        "chips": [
            (issue_words.chip(duty, code, look, is_short=False), labels.loss(duty.lost, code))
            for duty in view.issue_duties
        ],
    }


def snoozes(look: Look) -> list[tuple[str, str]]:
    """Moments a case may be put off to."""
    hour, three = look.hours(1), look.hours(3)
    days = [look.morning(1), look.morning(3), look.morning(7)]
    return [
        (hour.isoformat(), _("in an hour, %(time)s") % {"time": labels.clock(hour, look)}),
        (three.isoformat(), _("in 3 hours, %(time)s") % {"time": labels.clock(three, look)}),
        *((at.isoformat(), labels.day_and_time(at, look)) for at in days),
    ]


def _called(view: CaseView) -> dict[str, str]:
    """What the head calls the buyer: by login; who writes mails by name, the address behind it."""
    login, name = view.buyer.login, view.buyer.name
    if name == login or not name:
        return {"called": login, "called_too": ""}
    is_mail = view.account.platform == "mail"
    return {"called": name, "called_too": login} if is_mail else {"called": login, "called_too": name}


def _waits(view: CaseView, look: Look) -> str:
    until = view.case.waiting_until
    if view.case.state != "waiting" or until is None:
        return ""
    return labels.by(until, look)


def _seen_at(view: CaseView) -> list[datetime | None]:
    """When this buyer's order was made and the first message shown was written."""
    return [view.order.row.bought_at if view.order else None, *(m.written_at for m in view.talk.messages[:1])]


def _order_url(view: CaseView) -> str:
    return links.to_platform(view.account, "order", view.order.row.external_id) if view.order else ""
