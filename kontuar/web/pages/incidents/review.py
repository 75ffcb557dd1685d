"""The answers of an incident, one by one: read, change, send, skip, or leave for later."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kontuar.actions import incident_files, incident_review, links, outgoing_draft
from kontuar.actions.errors import ActionProblem, Stopped
from kontuar.actions.incident_review import Proposed
from kontuar.facts.numbers import whole_number
from kontuar.store.models import Case, Incident, IncidentFile, IncidentHit, Outgoing, User
from kontuar.store.queries import access
from kontuar.store.queries import case as case_query
from kontuar.store.queries import incidents as query
from kontuar.store.queries.incidents import Progress
from kontuar.web import labels, order_card, order_pane
from kontuar.web.going import done, failed, see, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.cases import compose, line, talk
from kontuar.web.pages.cases.findings import remarks
from kontuar.web.pages.cases.line import Around
from kontuar.web.pages.incidents import words
from kontuar.web.pages.incidents.edit import row_of

LAST = 4
"""Messages of the talk that are shown."""


@require_safe
def start(request: HttpRequest, incident_id: int) -> HttpResponse:
    """To the first answer nobody has decided about, wherever one stopped."""
    row, user = row_of(request, incident_id), signed_in(request)
    if row.ended_at is None and (first := query.left(user, row).first()):
        return see(to("incident-hit", row.pk, first.pk))
    return see(to("incident", row.pk))


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, incident_id: int, hit_id: int) -> HttpResponse:
    """One answer, and what a person decided about it."""
    row, user, look = row_of(request, incident_id), signed_in(request), look_now()
    hit = query.hit(user, row, hit_id)
    if hit is None:
        raise Http404
    if request.method != "POST":
        if row.ended_at is not None or not query.left(user, row).filter(pk=hit.pk).exists():
            return see(to("incident", row.pk))
        return _render(request, row, hit, look)
    text, do = compose.text_of(request), request.POST.get("do", "")
    try:
        if do == "skip":
            incident_review.skip(hit, user, now=look.now)
            return _next(request, row, hit, _("Skipped."))
        keep(hit, user, text, look)
        if do not in ("send", "wait", "keep"):
            return _next(request, row, hit, "")
        out = incident_review.send(
            hit,
            user,
            text=text,
            then={"send": "close"}.get(do, do),
            seen_buyer_at=compose.seen_of(request),
            files=_ticked(request),
            now=look.now,
        )
    except ActionProblem as problem:
        if query.left(user, row).filter(pk=hit.pk).exists() and row.ended_at is None:
            return _render(request, row, hit, look, text=text, problem=problem)
        return failed(request, problem, to("incident", row.pk))
    return _next(request, row, hit, "", sent=out)


@require_POST
def check(request: HttpRequest, incident_id: int, hit_id: int) -> HttpResponse:
    """Keep what is written and say what the checks notice."""
    row, user, look = row_of(request, incident_id), signed_in(request), look_now()
    hit = query.hit(user, row, hit_id)
    if hit is None:
        raise Http404
    text = compose.text_of(request)
    try:
        keep(hit, user, text, look)
    except ActionProblem:
        return HttpResponse(status=204)
    sizes = [one.size for one in incident_files.of(row) if one.pk in _ticked(request)]
    found = incident_review.findings(hit, user, text, file_sizes=sizes, now=look.now)
    shown = {"remarks": remarks(found, text, hit.account.platform), "order_url": _order_url(hit)}
    return render(request, "cases/remarks.html", {"composer": shown})


def _ticked(request: HttpRequest) -> set[int]:
    """The incident's files that go with this answer."""
    told = request.POST.getlist("plik")[: incident_files.MOST]
    return {number for one in told if (number := whole_number(one)) is not None}


def _files(request: HttpRequest, row: Incident) -> list[tuple[IncidentFile, bool]]:
    """Each with its tick: all at first, then as the reviewer left them."""
    ticked = _ticked(request) if request.method == "POST" else None
    return [(one, ticked is None or one.pk in ticked) for one in incident_files.of(row)]


def keep(hit: IncidentHit, user: User, text: str, look: Look) -> None:
    """Keep the text where it differs from the incident's own: what is as it was follows a change of that."""
    hit.text = ""
    own = incident_review.proposed(hit, user, now=look.now).text
    incident_review.keep(hit, user, "" if text.strip() == own.strip() else text)


def _next(
    request: HttpRequest, row: Incident, hit: IncidentHit, said: str, *, sent: Outgoing | None = None
) -> HttpResponse:
    """To the next one that is left, round to the first; back to the incident when none is."""
    user = signed_in(request)
    left = query.left(user, row)
    following = left.filter(pk__gt=hit.pk).first() or left.exclude(pk=hit.pk).first()
    url = to("incident-hit", row.pk, following.pk) if following else to("incident", row.pk)
    if sent is not None:
        return see(f"{url}?wyslane={sent.pk}") if following else done(request, _sent(sent), url)
    return done(request, said, url) if said else see(url)


def _sent(out: Outgoing) -> str:
    return _("In the outbox, to %(name)s. It leaves when the time for taking back is over.") % {
        "name": out.buyer_login
    }


def _render(
    request: HttpRequest,
    row: Incident,
    hit: IncidentHit,
    look: Look,
    *,
    text: str | None = None,
    problem: ActionProblem | None = None,
) -> HttpResponse:
    user = signed_in(request)
    put = incident_review.proposed(hit, user, now=look.now)
    written = put.text if text is None else text
    files = _files(request, row)
    found = problem.findings if isinstance(problem, Stopped) and problem.findings else None
    if found is None:
        sizes = [one.size for one, is_ticked in files if is_ticked]
        found = incident_review.findings(hit, user, written, file_sizes=sizes, now=look.now)
    told = query.progress(user, [row.pk]).get(row.pk, Progress())
    context = {
        "row": row,
        "files": files,
        "hit": hit,
        "look": look,
        "put": put,
        "text": written,
        "seen": _seen(put.case),
        "limit": _limit(hit, put, look),
        "signature": hit.account.signature.strip(),
        "why_not": words.why_not(put.why_not),
        "problem": str(problem.text) if problem else "",
        "composer": {"remarks": remarks(found, written, hit.account.platform), "order_url": _order_url(hit)},
        "letter": labels.mark(hit.account.platform),
        "place": _place(put),
        "position": told.settled + 1,
        "just_sent": _just_sent(request, row, look),
        "elsewhere": _elsewhere(hit, look),
        **words.progress(told),
        **_around(request, put.case, hit, look),
    }
    return render(request, "incidents/review.html", context, status=422 if problem else 200)


def _around(request: HttpRequest, case: Case | None, hit: IncidentHit, look: Look) -> dict[str, Any]:
    """The end of the talk and the order."""
    user = signed_in(request)
    view = case_query.tail(user, case.pk, last=LAST) if case is not None and case.pk else None
    card = case_query.order(user, hit.order_id or (case.order_id if case else None) or 0)
    url = links.to_platform(card.row.account, "order", card.row.external_id) if card else ""
    return {
        "case": view.case if view else None,
        "left_out": view.talk.left_out if view else 0,
        "entries": line.entries(talk.entries(view, user, look), Around.of(request, view, place="today"))
        if view
        else "",
        "order_card": order_card.card(order_pane.pane(card, look, url=url)) if card else "",
        "platform": labels.platform(hit.account.platform),
        "more_orders": max(0, len(hit.order_ids) - 1),
    }


def _limit(hit: IncidentHit, put: Proposed, look: Look) -> int:
    """Characters left beside the signature; 0 where no limit is known."""
    thread = put.case.thread if put.case else None
    channel = outgoing_draft.policy_in(hit.account, thread, now=look.now).sending.channel
    signature = hit.account.signature.strip()
    return max(0, channel.text_length - (len(signature) + 2 if signature else 0)) if channel else 0


def _seen(case: Case | None) -> str:
    return case.last_buyer_at.isoformat() if case and case.pk and case.last_buyer_at else ""


def _place(put: Proposed) -> str:
    """Where the answer goes, in words."""
    if put.case is None:
        return ""
    if put.is_start:
        return _("A new message about the order: the buyer has not written about it.")
    return _("Into the conversation below.")


def _just_sent(request: HttpRequest, row: Incident, look: Look) -> dict[str, Any] | None:
    """The answer before, as long as it can be taken back."""
    named = request.GET.get("wyslane", "")
    if not (named.isdecimal() and len(named) < 15):
        return None
    rows = access.outbox(signed_in(request)).filter(pk=int(named), incident_hit__incident=row)
    out = rows.filter(state=Outgoing.State.HELD).first()
    if out is None:
        return None
    return {
        "pk": out.pk,
        "words": _sent(out),
        "until": out.not_before.isoformat(),
        "next": to("incident-hit", row.pk, out.incident_hit.pk),
    }


def _elsewhere(hit: IncidentHit, look: Look) -> str:
    """What we have written to this buyer since he was marked, outside of this review."""
    rows = Outgoing.objects.filter(case__buyer=hit.buyer_id, composed_at__gte=hit.added_at)
    others = rows.exclude(state=Outgoing.State.CANCELLED).exclude(pk=hit.outgoing_id or 0)
    count = others.count()
    if not count:
        return ""
    return ngettext(
        "%(n)d other message went to this buyer since he was marked. Read the conversation first.",
        "%(n)d other messages went to this buyer since he was marked. Read the conversation first.",
        count,
    ) % {"n": count}


def _order_url(hit: IncidentHit) -> str:
    return to("order", hit.order_id) if hit.order_id else ""
