"""Suggestions and praise in words, and as a file."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kontuar.store.models import Case, Message, Suggestion
from kontuar.web.look import Look
from kontuar.web.times import dated

Status = Suggestion.Status
STATUSES = {
    Status.NEW.value: pgettext_lazy("suggestion", "new"),
    Status.PLANNED.value: pgettext_lazy("suggestion", "planned"),
    Status.DONE.value: pgettext_lazy("suggestion", "done"),
    Status.DECLINED.value: pgettext_lazy("suggestion", "declined"),
}
THE_SHOP = _("the whole shop")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 80


def excerpt(message: Message, look: Look, longest: int = LONGEST) -> str:
    """A message as a line of a list: its day and its first words."""
    text = " ".join(message.text.split())
    short = text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
    return f"{dated(message.written_at, look)}: {short}"


def called(case: Case) -> str:
    """The buyer's name, else the login."""
    return case.buyer.name or case.buyer.login


def as_file(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV a spreadsheet opens as it is; a cell that would be a formula there is text (OWASP, CSV injection)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([str(cell) for cell in head])
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cell(value: object) -> object:
    if isinstance(value, int):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
