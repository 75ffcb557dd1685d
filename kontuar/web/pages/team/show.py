"""The people and their roles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kontuar.store.models import AccountAccess
from kontuar.store.queries import factors
from kontuar.store.queries.desk import the_desk
from kontuar.store.queries.team import team
from kontuar.store.queries.visits import in_care_of
from kontuar.web import labels
from kontuar.web.choices import ROLE_CHOICES, ROLES
from kontuar.web.going import signed_in
from kontuar.web.look import look_now

DEMANDS = (
    ("nobody", _("nobody has to")),
    ("owners", _("owners have to")),
    ("answering", _("owners and agents have to")),
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everybody the person may know of; owners see who may change what."""
    look, user = look_now(), signed_in(request)
    found = team(user, now=look.now)
    cared = set(in_care_of(user).values_list("pk", flat=True))
    secured = factors.who_has_one([member.user for member in found.members])
    people = [
        {
            "user": member.user,
            "initials": labels.initials(str(member.user)),
            "is_me": member.user.pk == user.pk,
            "can_care": member.user.pk in cared,
            "is_secured": member.user.pk in secured,
            "can_remove": user.is_owner and not member.user.is_owner,
            "roles": [
                {
                    "account": account,
                    "role": role,
                    "label": ROLES[AccountAccess.Role(role)] if role else "",
                    "can_change": account.pk in found.owned,
                }
                for account, role in member.roles
                if role or account.pk in found.owned
            ],
        }
        for member in found.members
    ]
    context = {
        "people": people,
        "team": found,
        "choices": ROLE_CHOICES,
        "demands": DEMANDS,
        "demand": the_desk().second_factor,
        "shows_presence": the_desk().shows_presence,
        "look": look,
    }
    return render(request, "team/show.html", context)
