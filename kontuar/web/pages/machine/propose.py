"""Ask for a proposal: what would leave is shown first, sent on a click, and taken over on another."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import machine, reply
from kontuar.actions.errors import ActionProblem
from kontuar.drafters.machine.ask import LONGEST_WISH
from kontuar.store.models import Case, MachineText
from kontuar.web.going import failed, see, signed_in, to
from kontuar.web.pages.cases.findings import remarks
from kontuar.web.pages.cases.reply import case_of


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """GET shows what would leave for this wish; POST sends exactly that."""
    case, user, now = case_of(request, case_id), signed_in(request), timezone.now()
    sent = request.POST if request.method == "POST" else request.GET
    wish = sent.get("wish", "").replace("\r\n", "\n")[:LONGEST_WISH]
    try:
        if request.method == "POST":
            row = machine.propose(case, user, wish=wish, stamp=request.POST.get("stamp", ""), now=now)
            return see(to("machine_text", case_id, row.pk))
        ready = machine.prepare(case, user, wish=wish, now=now)
    except ActionProblem as problem:
        return failed(request, problem, to("case", case_id))
    context = {"case": case, "ready": ready, "wish": wish, "longest": LONGEST_WISH}
    return render(request, "machine/ask.html", context)


def text(request: HttpRequest, case_id: int, text_id: int) -> HttpResponse:
    """The proposal with what the checks notice in it."""
    case, row = _row(request, case_id, text_id)
    found = [
        one
        for one in reply.findings(case, row.text, by=signed_in(request), now=timezone.now())
        if one.code != "machine_text"
    ]
    context: dict[str, Any] = {
        "case": case,
        "row": row,
        "remarks": remarks(found, row.text, case.account.platform),
    }
    return render(request, "machine/text.html", context)


@require_POST
def accept(request: HttpRequest, case_id: int, text_id: int) -> HttpResponse:
    """Into the draft, and back to the case."""
    case, row = _row(request, case_id, text_id)
    try:
        machine.accept(row, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("case", case.pk))
    return see(f"{to('case', case.pk)}#text")


def _row(request: HttpRequest, case_id: int, text_id: int) -> tuple[Case, MachineText]:
    case = case_of(request, case_id)
    return case, get_object_or_404(MachineText.objects.select_related("case__account"), pk=text_id, case=case)
