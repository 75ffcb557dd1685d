"""The desk's tags: everybody reads them, whoever answers adds some, owners put them in order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import tags as action
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Tag
from kontuar.store.queries import teamwork
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.tags.forms import TONES, TagForm
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more."""
    by, names = signed_in(request), dict(TONES)
    form = TagForm(request.POST if request.method == "POST" else None, initial={"tone": "plain"})
    if request.method == "POST" and form.is_valid():
        try:
            action.make(by, **form.cleaned_data, now=timezone.now())
            return done(request, _("Tag added."), to("tags"))
        except ActionProblem as problem:
            tell(form, problem)
    lines = [
        {
            "tag": one.tag,
            "count": one.count,
            "tone": names[Tag.Tone(one.tag.tone)],
            "may": action.may_keep(one.tag, by),
        }
        for one in teamwork.used(by)
    ]
    status = 422 if form.errors else 200
    return render(request, "tags/show.html", {"form": form, "lines": lines}, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Another name or kind."""
    tag, by = _tag(tag_id), signed_in(request)
    form = TagForm(
        request.POST if request.method == "POST" else None, initial={"name": tag.name, "tone": tag.tone}
    )
    if request.method == "POST" and form.is_valid():
        try:
            action.change(tag, by, **form.cleaned_data, now=timezone.now())
            return done(request, _("Saved."), to("tags"))
        except ActionProblem as problem:
            tell(form, problem)
    status = 422 if form.errors else 200
    context = {"form": form, "tag": tag, "may": action.may_keep(tag, by)}
    return render(request, "tags/change.html", context, status=status)


@require_POST
def end(request: HttpRequest, tag_id: int) -> HttpResponse:
    """No longer offered; a second time it is offered again."""
    tag, by, now = _tag(tag_id), signed_in(request), timezone.now()
    try:
        if tag.ended_at is None:
            action.end(tag, by, now=now)
            return done(request, _("The tag is not offered any more."), to("tags"))
        action.bring_back(tag, by, now=now)
    except ActionProblem as problem:
        return failed(request, problem, to("tags"))
    return done(request, _("The tag is offered again."), to("tags"))


def _tag(tag_id: int) -> Tag:
    tag = teamwork.tag(tag_id)
    if tag is None:
        raise Http404
    return tag
