"""Questions and answers as one file: out and in."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import faq, faq_files, json_file
from kontuar.actions.errors import ActionProblem
from kontuar.web.going import done, failed, see, signed_in, to

MOST_TOLD = 10


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All the person sees."""
    content = faq_files.export(faq.visible(signed_in(request)))
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="kontuar-faq.json"'
    return response


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Keep what a file holds, or say what is wrong with it."""
    file: UploadedFile[bytes] | None = request.FILES.get("file")
    if file is None:
        return failed(request, Exception(_("No file was chosen.")), to("faq"))
    chosen, content = request.POST.get("account", ""), file.read(json_file.LARGEST + 1)
    account_id = int(chosen) if chosen.isdecimal() and len(chosen) < 15 else None
    try:
        taken = faq_files.take_in(content, signed_in(request), account_id=account_id, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("faq"))
    if taken.errors:
        for words in (_("Nothing was kept."), *taken.errors[:MOST_TOLD]):
            messages.error(request, words)
        return see(to("faq"))
    words = ngettext("%(n)d question taken in.", "%(n)d questions taken in.", taken.kept) % {"n": taken.kept}
    return done(request, words, to("faq"))
