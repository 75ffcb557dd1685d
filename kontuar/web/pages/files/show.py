"""A file on a message, handed over so that it can do no harm in the browser.

Only four kinds of picture are shown in the page; everything else is saved. The type is ours to say (from the
content's first bytes for pictures), never the sender's; the browser is told not to guess.
"""

import io
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kontuar.actions import files, pictures, uploads
from kontuar.actions.errors import ActionProblem
from kontuar.store.queries.files import attachments, outgoing_files
from kontuar.web.going import signed_in

PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


@require_safe
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """Fetched from the marketplace the first time, then from the data folder."""
    user = signed_in(request)
    row = get_object_or_404(attachments(user), pk=attachment_id)
    try:
        content = files.fetch(row, user, now=timezone.now())
    except ActionProblem as problem:
        return _missing(request, str(problem.text))
    return stream(content, row.name)


@require_safe
def small(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """A small picture of a picture that lies here, made the first time; 404 when none can be made."""
    user = signed_in(request)
    row = get_object_or_404(attachments(user), pk=attachment_id)
    if row.size and row.size > pictures.LARGEST:
        raise Http404
    try:
        content = files.fetch(row, user, now=timezone.now())
    except ActionProblem:
        raise Http404 from None
    made = pictures.small(content, pictures.THUMB) if picture_kind(content[:16]) else b""
    if not made:
        raise Http404
    response = HttpResponse(made, content_type="image/webp")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@require_safe
def outgoing(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file of our own message."""
    row = get_object_or_404(outgoing_files(signed_in(request)), pk=file_id)
    try:
        return stream(uploads.content(row.path, row.sha256), row.name)
    except uploads.FileTrouble:
        raise Http404 from None


def stream(content: bytes, name: str) -> FileResponse:
    """The content with a type, a name and a policy under which nothing in it runs."""
    kind = picture_kind(content[:16])
    response = FileResponse(
        io.BytesIO(content),
        as_attachment=not kind,
        filename=Path(name.replace("\\", "/")).name or "file",
        content_type=kind or "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def picture_kind(start: bytes) -> str:
    """The media type by the first bytes; ``""`` for anything that is not one of our four pictures."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in PICTURES.items() if start.startswith(sign)), "")


def _missing(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "files/missing.html", {"words": words}, status=502)
