"""The switch between light and dark."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kontuar.store.models import User
from kontuar.web.going import back_to, signed_in


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to where it was made."""
    from kontuar.actions import team

    theme = request.POST.get("theme", "")
    if theme in User.Theme.values:
        team.set_preferences(signed_in(request), theme=theme, now=timezone.now())
    return back_to(request)
