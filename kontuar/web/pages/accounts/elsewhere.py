"""A place without an interface: made, shown and changed. No step asks for access, for there is none."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import intake_places
from kontuar.actions.errors import ActionProblem
from kontuar.actions.intake_places import Place
from kontuar.actions.ways import HAND_PLATFORMS
from kontuar.store.models import Account
from kontuar.store.queries import access
from kontuar.web.forms import Plain
from kontuar.web.going import done, signed_in, to
from kontuar.web.pages.accounts.connect import the_owner
from kontuar.web.problems import tell

ANSWER_HOURS = 24
"""What holds where the seller names no time (docs/rules/mail.md)."""


class PlaceForm(Plain):
    """What the seller says of a place."""

    name = forms.CharField(
        label=_("Name of the place"),
        required=False,
        max_length=200,
        help_text=_("As you call it: OLX, Vinted, Facebook, WhatsApp, the shop's phone…"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    inbox = forms.CharField(
        label=_("Address of its inbox"),
        required=False,
        max_length=2000,
        help_text=_("Opened with one click when a talk has no link of its own. May stay empty."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    answer_hours = forms.IntegerField(
        label=_("Answer within, in hours"),
        required=False,
        help_text=_("Your own promise, counted on working days. Empty: 24 hours."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    text_limit = forms.IntegerField(
        label=_("Longest message there, in characters"),
        required=False,
        help_text=_("Empty where you know of no limit."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    signature = forms.CharField(
        label=_("Signature of the account"),
        required=False,
        max_length=intake_places.LONGEST_SIGNATURE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Put under every message to a buyer. It counts for the length of a message."),
    )

    def place(self) -> Place:
        """As the action wants it."""
        return Place(**self.cleaned_data)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new place; then the first talk can be noted."""
    user = the_owner(request)
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            account = intake_places.add(user, form.place(), now=timezone.now())
        except ActionProblem as problem:
            tell(form, problem)
        else:
            words = gettext("%(place)s is added. Note the first talk when a buyer writes there.")
            return done(request, words % {"place": account}, to("account", account.pk))
    return render(request, "accounts/elsewhere.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, account_id: int) -> HttpResponse:
    """Its name, address, time and limit."""
    user = signed_in(request)
    mine = access.accounts(user).filter(accesses__user=user, accesses__role="owner")
    account = get_object_or_404(mine, pk=account_id, platform__in=HAND_PLATFORMS)
    was = intake_places.of(account)
    initial: dict[str, Any] = {name: getattr(was, name) for name in PlaceForm.base_fields}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            intake_places.change(account, user, form.place(), now=timezone.now())
            return done(request, gettext("Saved."), to("account", account.pk))
        except ActionProblem as problem:
            tell(form, problem)
    context = {"form": form, "account": account}
    return render(request, "accounts/elsewhere.html", context, status=422 if form.errors else 200)


def shown(account: Account) -> dict[str, Any]:
    """What the account's page says of a place."""
    place = intake_places.of(account)
    return {"place": place, "hours": place.answer_hours or ANSWER_HOURS}
