"""Tags on a case, what it is about, and calls that were seen."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kontuar.actions import matter, mentions, tags
from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.store.queries import access, teamwork
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases.matter_form import Matter
from kontuar.web.pages.cases.reply import case_of, compose_query
from kontuar.web.problems import tell


@require_POST
def put_tag(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put a tag on by its name; one that is new to the desk is made."""
    case, by, name = case_of(request, case_id), signed_in(request), request.POST.get("name", "")
    return _do(
        request, case_id, lambda: tags.put_by_name(case, by, name, now=timezone.now()), _("Tag put on.")
    )


@require_POST
def take_tag(request: HttpRequest, case_id: int, tag_id: int) -> HttpResponse:
    """Take a tag off."""
    case, by, tag = case_of(request, case_id), signed_in(request), teamwork.tag(tag_id)
    if tag is None:
        raise Http404
    return _do(request, case_id, lambda: tags.take(case, tag, by, now=timezone.now()), _("Tag taken off."))


@require_safe
def tag_names(request: HttpRequest, case_id: int) -> HttpResponse:
    """The desk's tags, for the field that suggests them."""
    case_of(request, case_id)
    return render(request, "cases/tag_names.html", {"names": teamwork.tags()})


@require_POST
def seen(request: HttpRequest, case_id: int) -> HttpResponse:
    """The person has seen what he was called to."""
    case, by = case_of(request, case_id), signed_in(request)
    return _do(request, case_id, lambda: mentions.seen(case, by, now=timezone.now()), _("Seen."))


@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, case_id: int) -> HttpResponse:
    """What the buyer wants, the cause, the next step, the outcome."""
    case, by, look = case_of(request, case_id), signed_in(request), look_now()
    form = Matter(request.POST if request.method == "POST" else None, words=matter.of(case), look=look)
    form.note_seen(teamwork.last_change(case_id))
    if request.method == "POST" and form.is_valid():
        try:
            matter.note(case, by, form.words(), seen_at=form.seen_at(), now=timezone.now())
            return done(request, _("Noted."), to("case", case_id))
        except Invalid as problem:
            tell(form, problem)
        except ActionProblem as problem:
            return failed(request, problem, to("case_matter", case_id))
    context = {"form": form, "case": case, "can_work": access.can_work(by, case.account_id), "look": look}
    return render(request, "cases/matter.html", context, status=422 if form.errors else 200)


def _do(request: HttpRequest, case_id: int, deed: Callable[[], object], words: str) -> HttpResponse:
    url = to("case", case_id) + compose_query(request)
    try:
        deed()
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, words, url)
