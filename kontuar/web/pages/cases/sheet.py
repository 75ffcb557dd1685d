"""The sheet of a case's offer: facts, files, similar offers, and what its price may be. Loaded when it is opened."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import offer_sheet_view, offer_sheets
from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.actions.offer_sheet_view import Sheet
from kontuar.actions.uploads import NewFile
from kontuar.store.models import Case, User
from kontuar.store.queries import access
from kontuar.web import labels
from kontuar.web.going import failed, see, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases.reply import case_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact, the words one click puts in, and how it is known."""

    pk: int
    name: str
    value: str
    put: str
    note: str
    is_asked: bool


@require_safe
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The sheet; as a page of its own for whoever has no script."""
    case = _worked(request, case_id)
    return _render(request, case, offered=request.GET.get("oferta", ""))


@require_POST
def change(request: HttpRequest, case_id: int) -> HttpResponse:
    """One of the sheet's small forms, by its button."""
    case, user = _worked(request, case_id), signed_in(request)
    try:
        _do(request, case, user)
    except ActionProblem as problem:
        if request.htmx:  # type: ignore[attr-defined]
            return _render(request, case, problem=str(problem.text), status=422)
        return failed(request, problem, to("case_sheet", case_id))
    if request.htmx:  # type: ignore[attr-defined]
        return _render(request, case)
    is_chosen = request.POST.get("do", "").startswith("attach:")
    return see(f"{to('case', case_id)}#text" if is_chosen else to("case_sheet", case_id))


def _do(request: HttpRequest, case: Case, user: User) -> None:
    given, now = request.POST, timezone.now()
    what, _colon, number = given.get("do", "").partition(":")
    pk = int(number) if number.isdecimal() and len(number) < 15 else 0
    if what == "fact":
        values = {key: given.get(key, "") for key in ("name", "value", "source")}
        offer_sheets.keep_fact(case, user, **values, now=now)
    elif what == "drop_fact":
        offer_sheets.drop_fact(case, user, pk, now=now)
    elif what == "file":
        offer_sheets.add_file(case, user, _file(request), for_all=given.get("for_all") == "on", now=now)
    elif what == "attach":
        offer_sheets.attach(case, user, pk, now=now)
    elif what == "drop_file":
        offer_sheets.drop_file(case, user, pk, now=now)
    elif what == "price":
        amounts = {key: _amount(given.get(key, "")) for key in ("floor", "cost", "fee_percent")}
        offer_sheets.keep_price(case, user, **amounts, now=now)
    elif what in ("budget", "given") and (amount := _amount(given.get("amount", ""))) is not None:
        offer_sheets.note_goodwill(case, user, amount, is_budget=what == "budget", now=now)


def _file(request: HttpRequest) -> NewFile:
    file: UploadedFile[bytes] | None = request.FILES.get("file")
    if file is None:
        raise Invalid("no-file", _("No file was chosen."), field="file")
    content = file.read(offer_sheets.LARGEST + 1)
    return NewFile(name=file.name or "file", media_type=file.content_type or "", content=content)


def _amount(text: str) -> Decimal | None:
    """As typed, with a comma or a point; empty is None."""
    plain = text.strip().replace(",", ".").replace("\u00a0", "").replace(" ", "")
    if not plain:
        return None
    try:
        found = Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= offer_sheets.MOST:
        raise Invalid("amount", _("This is no amount: %s") % text[:20], field="amount")
    return found


def _worked(request: HttpRequest, case_id: int) -> Case:
    case = case_of(request, case_id)
    if not access.can_work(signed_in(request), case.account_id):
        raise Http404
    return case


def _render(
    request: HttpRequest, case: Case, *, offered: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    user = signed_in(request)
    try:
        wanted = _amount(offered)
    except Invalid as refused:
        wanted, problem = None, str(refused.text)
    found = offer_sheet_view.sheet(
        case, user, offered=wanted, interface=get_language() or "", now=timezone.now()
    )
    context = {
        "case": case,
        "sheet": found,
        "facts": _facts(found),
        "files": [(row, labels.file_size(row.size), row.pk in found.too_big) for row in found.files],
        "offered": offered[:16],
        "problem": problem,
    }
    htmx = request.htmx  # type: ignore[attr-defined]
    return render(request, "cases/sheet.html#lines" if htmx else "cases/sheet.html", context, status=status)


def _facts(found: Sheet) -> list[FactLine]:
    look = look_now()
    return [
        FactLine(
            pk=row.pk,
            name=row.name,
            value=row.value,
            put=f"{row.name}: {row.value}",
            note=", ".join(part for part in (row.source, labels.dated(row.noted_at, look)) if part),
            is_asked=row.pk in found.asked,
        )
        for row in found.facts
    ]
