"""Files that go with each answer of an incident: attach one, take one out."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import incident_files
from kontuar.actions.errors import ActionProblem
from kontuar.actions.offer_sheets import LARGEST
from kontuar.actions.uploads import NewFile
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.incidents.edit import row_of


@require_POST
def add(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Keep it once for all of them."""
    row, by = row_of(request, incident_id), signed_in(request)
    try:
        made = incident_files.add(row, by, _given(request), now=look_now().now)
    except ActionProblem as problem:
        return failed(request, problem, to("incident", row.pk))
    return done(request, _("%(name)s goes with each answer.") % {"name": made.name}, to("incident", row.pk))


@require_POST
def drop(request: HttpRequest, incident_id: int, file_id: int) -> HttpResponse:
    """It goes with no further answer."""
    row, by = row_of(request, incident_id), signed_in(request)
    try:
        incident_files.drop(row, by, file_id, now=look_now().now)
    except ActionProblem as problem:
        return failed(request, problem, to("incident", row.pk))
    return done(request, _("Removed."), to("incident", row.pk))


def _given(request: HttpRequest) -> NewFile:
    """What was sent, read up to a byte more than may be; nothing counts as empty."""
    file = request.FILES.get("file")
    if file is None:
        return NewFile(name="file", media_type="", content=b"")
    return NewFile(
        name=(file.name or "file")[:255],
        media_type=(file.content_type or "")[:100],
        content=file.read(LARGEST + 1),
    )
