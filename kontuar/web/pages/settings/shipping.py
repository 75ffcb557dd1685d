"""Goods that leave on other days: the groups, each with its form. Everybody may read them, an owner changes them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kontuar.actions import shipping as action
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Account
from kontuar.store.queries.desk import the_desk
from kontuar.web.choices import WEEKDAYS
from kontuar.web.forms import Plain
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.settings.forms import WallTime
from kontuar.web.problems import tell


class Group(Plain):
    """One group of goods."""

    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=80)
    begins = forms.CharField(
        label=gettext_lazy("Which goods"),
        required=False,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: the beginning of the offer's name or of your code, or the offer's number. Empty: everything."
        ),
    )
    account = forms.TypedChoiceField(
        label=gettext_lazy("Account"), required=False, coerce=int, empty_value=None
    )
    cut_off = WallTime(
        label=gettext_lazy("Cut-off hour"),
        required=False,
        help_text=gettext_lazy(
            "What is not ready by then leaves another day. Empty: when the courier comes."
        ),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Nothing leaves on"),
        required=False,
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.CharField(
        label=gettext_lazy("Nor on these days"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=gettext_lazy("One day a line, as 2026-12-24."),
    )

    def __init__(
        self, data: Any = None, *, group: dict[str, Any] | None = None, place: int | None = None
    ) -> None:
        held = group or {}
        initial = {
            **held,
            "begins": "\n".join(held.get("begins", ())),
            "days": "\n".join(held.get("days", ())),
            "account": held.get("account") or "",
        }
        super().__init__(data, initial=initial, auto_id=f"id_{'new' if place is None else place}_%s")
        accounts = self.fields["account"]
        assert isinstance(accounts, forms.ChoiceField)
        known = [(row.pk, str(row)) for row in Account.objects.order_by("pk")]
        accounts.choices = [("", _("All accounts")), *known]
        self.place = place
        self.was = held.get("name", "")

    def values(self) -> dict[str, Any]:
        """As ``actions.shipping.keep`` wants them."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("name", "account", "cut_off", "weekdays")},
            "begins": given["begins"].splitlines(),
            "days": given["days"].replace(",", " ").split(),
        }


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The groups, and for an owner an empty form beneath."""
    user, groups = signed_in(request), the_desk().ship_groups
    forms_ = [Group(group=group, place=place) for place, group in enumerate(groups)] + [Group()]
    if request.method == "POST":
        text = request.POST.get("place", "")
        place = int(text) if text.isdecimal() and int(text) < len(groups) else None
        if request.POST.get("do") == "out" and place is not None:
            try:
                action.take_out(user, place, request.POST.get("name", ""), now=timezone.now())
            except ActionProblem as problem:
                return failed(request, problem, to("shipping"))
            return done(request, _("Saved. All duties are being counted anew."), to("shipping"))
        form = Group(request.POST, group=groups[place] if place is not None else None, place=place)
        forms_[len(groups) if place is None else place] = form
        if form.is_valid():
            try:
                action.keep(user, place, **form.values(), now=timezone.now())
                return done(request, _("Saved. All duties are being counted anew."), to("shipping"))
            except ActionProblem as problem:
                tell(form, problem)
    context = {"forms": forms_, "is_owner": user.is_owner, "has_groups": bool(groups)}
    is_wrong = any(form.errors for form in forms_)
    return render(request, "settings/shipping.html", context, status=422 if is_wrong else 200)
