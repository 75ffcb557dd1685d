"""Note a call, with a short script of what to say beside it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import calls
from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.store.models import Note
from kontuar.store.queries import case as query
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.calls import script
from kontuar.web.pages.calls.forms import CallForm
from kontuar.web.pages.cases.reply import case_of
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The form and the script. Only for those who may answer here."""
    by, look = signed_in(request), look_now()
    view = query.view(by, case_id)
    if view is None or not view.can_work:
        raise Http404
    form = CallForm(
        request.POST if request.method == "POST" else None, initial={"caller": script.buyer_called(view)}
    )
    if request.method == "POST" and form.is_valid():
        said = form.said(look)
        try:
            row = calls.note(view.case, by, said, now=look.now)
        except Invalid as problem:
            tell(form, problem)
        except ActionProblem as problem:
            return failed(request, problem, to("case", case_id))
        else:
            words = _("Call noted. The promise is a duty now.") if said.promised_by else _("Call noted.")
            return done(request, words, f"{to('case', case_id)}#note-{row.pk}")
    context = {"form": form, "case": view.case, "script": script.of(view, by, look), "look": look}
    return render(request, "calls/note.html", context, status=422 if form.errors else 200)


@require_POST
def remove_number(request: HttpRequest, case_id: int, note_id: int) -> HttpResponse:
    """The number is not needed any more."""
    case, by, look = case_of(request, case_id), signed_in(request), look_now()
    row = get_object_or_404(Note.objects.select_related("case__account"), pk=note_id, case=case)
    try:
        calls.remove_number(row, by, now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, to("case", case_id))
    return done(request, _("The number is removed."), f"{to('case', case_id)}#note-{note_id}")
