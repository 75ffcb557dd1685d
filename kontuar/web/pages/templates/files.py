"""Templates as one file: out and in."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import json_file, template_files, template_list
from kontuar.actions.errors import ActionProblem
from kontuar.web.going import done, failed, see, signed_in, to

MOST_TOLD = 10


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All the person sees."""
    found = template_list.everything(signed_in(request), get_language() or "")
    response = HttpResponse(template_files.export(found), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="kontuar-templates.json"'
    return response


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Keep what a file holds, or say what is wrong with it."""
    file: UploadedFile[bytes] | None = request.FILES.get("file")
    if file is None:
        return failed(request, Exception(_("No file was chosen.")), to("templates"))
    chosen = request.POST.get("account", "")
    content = file.read(json_file.LARGEST + 1)
    try:
        taken = template_files.take_in(
            content,
            signed_in(request),
            account_id=int(chosen) if chosen.isdecimal() and len(chosen) < 15 else None,
            now=timezone.now(),
        )
    except ActionProblem as problem:
        return failed(request, problem, to("templates"))
    if taken.errors:
        for words in (_("Nothing was kept."), *taken.errors[:MOST_TOLD]):
            messages.error(request, words)
        return see(to("templates"))
    words = ngettext("%(n)d template taken in.", "%(n)d templates taken in.", taken.kept) % {"n": taken.kept}
    return done(request, words, to("templates"))
