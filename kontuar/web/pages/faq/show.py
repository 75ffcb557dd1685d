"""The list of questions, and one of them to write, change or delete."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kontuar.actions import faq, faq_often, templates
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import FaqEntry
from kontuar.web import labels
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.faq.forms import Write
from kontuar.web.pages.templates.listing import accounts
from kontuar.web.problems import tell


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All the person sees."""
    user, language = signed_in(request), _language()
    titles = sorted(((faq.title(row, language), row) for row in faq.visible(user)), key=_by_name)
    rows = [
        {"row": row, "title": title, "languages": " ".join(sorted(row.answers)).upper()}
        for title, row in titles
    ]
    offered = accounts(user)
    return render(request, "faq/show.html", {"rows": rows, "accounts": offered, "may_write": bool(offered)})


@require_safe
def often(request: HttpRequest) -> HttpResponse:
    """What buyers ask often and nobody has written an answer to."""
    user, look = signed_in(request), look_now()
    lines = [
        {
            "text": one.text,
            "buyers": len(one.buyers),
            "when": labels.dated(one.asked_at, look),
            "case_url": to("case", one.case_id),
            "new_url": f"{to('faq-new')}?{urlencode({'pytanie': one.text, 'jezyk': one.language})}",
        }
        for one in faq_often.often(user, now=look.now)
    ]
    return render(request, "faq/often.html", {"lines": lines, "may_write": bool(accounts(user))})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty one."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, faq_id: int) -> HttpResponse:
    """One that is there."""
    return _edit(request, _row(request, faq_id))


@require_POST
def remove(request: HttpRequest, faq_id: int) -> HttpResponse:
    """Delete one."""
    try:
        faq.remove(signed_in(request), _row(request, faq_id), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("faq"))
    return done(request, _("The question is deleted."), to("faq"))


def _edit(request: HttpRequest, row: FaqEntry | None) -> HttpResponse:
    user, offered = signed_in(request), accounts(signed_in(request))
    form = Write(request.POST if request.method == "POST" else None, row=row, accounts=offered)
    if request.method == "POST" and form.is_valid():
        try:
            faq.keep(user, row_id=row.pk if row else None, **form.values(), now=timezone.now())
            return done(request, _("Saved."), to("faq"))
        except ActionProblem as problem:
            tell(form, problem)
    if row is None and request.method == "GET":
        form.begin_with(request.GET.get("pytanie", ""), request.GET.get("jezyk", ""))
    context = {
        "form": form,
        "languages": form.languages(_language()),
        "row": row,
        "title": faq.title(row, _language()) if row else "",
        "may_change": templates.may_change(user, row.account_id) if row else bool(offered),
    }
    return render(request, "faq/edit.html", context, status=422 if form.errors else 200)


def _row(request: HttpRequest, faq_id: int) -> FaqEntry:
    row = faq.visible(signed_in(request)).filter(pk=faq_id).first()
    if row is None:
        raise Http404
    return row


def _by_name(one: tuple[str, FaqEntry]) -> str:
    return one[0].casefold()


def _language() -> str:
    return (get_language() or "pl")[:2]
