"""A mail as it was sent: a document of its own in a fenced frame, and the way to let pictures in.

The frame has a policy of its own, stricter than the house's: no script, no form, no font, no address but its own
pictures, which stand in the document. It has no origin (``sandbox``), so not even a mistake of the cleaner reaches
the desk. Pictures of other servers load only after a person asked for them, over https, without a referrer.
"""

import base64
import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import letter_look
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Letter
from kontuar.store.queries import access
from kontuar.store.queries.letters import letters
from kontuar.web.going import done, failed, is_ours, signed_in, to

SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
"""Links may open in a tab of their own; nothing else."""
STYLE = (
    ":root{color-scheme:light dark}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}"
    "html{background:light-dark(#fff,#1a1d20);color:light-dark(#1c1f22,#e9e7e3);"
    "font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}"
    "body{margin:12px;overflow-wrap:anywhere}a[href]{color:light-dark(#125e6d,#83cddb)}img{max-width:100%;height:auto}"
    "table{max-width:100%;border-collapse:collapse}td,th{padding:2px 6px;vertical-align:top;text-align:start}"
    "blockquote{margin:8px 0;padding-inline-start:12px;border-inline-start:2px solid light-dark(#868b91,#737a82)}"
    "pre{white-space:pre-wrap}.mail-goes-to{font-weight:600}"
    ".mail-picture{display:inline-block;padding:1px 6px;border:1px dashed light-dark(#868b91,#737a82);"
    "border-radius:4px;color:light-dark(#555b62,#a9b0b7);font-size:12px}"
)
_STYLE_SIGN = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


@require_safe
def as_sent(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The frame with what is said above it; a fragment."""
    return render(request, "letters/look.html", look_of(request, letter_of(request, letter_id)))


def look_of(request: HttpRequest, letter: Letter) -> dict[str, Any]:
    """What the frame's surroundings say: which pictures are not loaded, and who would learn of it."""
    try:
        there = letter_look.pictures_elsewhere(letter, signed_in(request))
    except ActionProblem as problem:
        return {"letter": letter, "trouble": str(problem.text)}
    return {
        "letter": letter,
        "sandbox": SANDBOX,
        "size": _size(there.html),
        "blocked": there.blocked,
        "hosts": ", ".join(there.hosts[:5]),
        "more_hosts": max(0, len(there.hosts) - 5),
        "may_allow": access.can_work(signed_in(request), letter.account_id),
        "back": request.headers.get("HX-Current-URL", "") or request.get_full_path(),
    }


def _size(html: str) -> str:
    """How tall the frame is drawn: it has no script that could measure itself."""
    if "<img" in html or "<table" in html or len(html) > 4_000:
        return "is-tall"
    return "is-mid" if len(html) > 1_000 else "is-low"


@require_safe
def document(request: HttpRequest, letter_id: int) -> HttpResponse:
    """What stands in the frame: the cleaned HTML under a policy of its own."""
    letter, user = letter_of(request, letter_id), signed_in(request)
    try:
        found = letter_look.as_sent(letter, user).html
    except ActionProblem as problem:
        found = render_to_string("letters/gone.html", {"words": problem.text})
    context = {"html": SafeString(found), "style": SafeString(STYLE), "theme": user.theme}
    response = HttpResponse(render_to_string("letters/frame.html", context))
    pictures = "data: https:" if letter.images_allowed_at else "data:"
    # Half of all newsletters still name their pictures by http: the browser asks for them by https.
    upgrade = "upgrade-insecure-requests; " if letter.images_allowed_at else ""
    response.headers["Content-Security-Policy"] = (
        f"{upgrade}default-src 'none'; style-src 'sha256-{_STYLE_SIGN}'; img-src {pictures}; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors 'self'; sandbox {SANDBOX}"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def images(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Load the pictures of this mail from where they lie, from now on."""
    letter = letter_of(request, letter_id)
    there = request.POST.get("next", "")
    url = there if is_ours(request, there) else to("letter", letter_id)
    try:
        letter_look.allow_images(letter, signed_in(request), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, url)
    if request.htmx:  # type: ignore[attr-defined]
        return as_sent_again(request, letter_id)
    return done(request, _("Pictures of this mail are loaded from now on."), url)


def as_sent_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The surroundings anew, after the pictures were let in."""
    return render(request, "letters/look.html", look_of(request, letter_of(request, letter_id)))


def letter_of(request: HttpRequest, letter_id: int) -> Letter:
    """The row, or 404."""
    return get_object_or_404(letters(signed_in(request)), pk=letter_id)
