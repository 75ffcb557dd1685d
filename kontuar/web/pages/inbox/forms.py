"""The form of a list of conversations somebody keeps."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kontuar.store.models import User
from kontuar.store.queries import access, teamwork
from kontuar.store.queries.rhythm import colleagues
from kontuar.store.queries.views import Filters, kept, read
from kontuar.web.forms import Plain

ANY: list[tuple[str, Any]] = [("", "–")]
KINDS: list[tuple[str, Any]] = [
    ("first", _("question before a purchase")),
    ("talk", _("talk at a marketplace")),
    ("problem", _("discussion or problem")),
    ("claim", _("claim")),
    ("mail", _("e-mail")),
]
STANDINGS: list[tuple[str, Any]] = [("late", _("late")), ("soon", _("running out")), ("calm", _("in time"))]
STATES: list[tuple[str, Any]] = [
    ("", _("open or waiting")),
    ("open", pgettext_lazy("filter", "Open")),
    ("waiting", pgettext_lazy("filter", "Waiting")),
    ("closed", pgettext_lazy("filter", "Closed")),
]
HOURS: list[tuple[str, Any]] = [
    ("1", _("1 hour")),
    ("4", _("4 hours")),
    ("24", _("a day")),
    ("72", _("3 days")),
    ("168", _("a week")),
]


class ViewForm(Plain):
    """A name and what the list asks for."""

    name = forms.CharField(label=_("Name of the list"), max_length=60)
    account = forms.ChoiceField(label=_("Account"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), required=False, choices=ANY + KINDS)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    assignee = forms.ChoiceField(label=_("Given to"), required=False)
    standing = forms.ChoiceField(label=_("Clock"), required=False, choices=ANY + STANDINGS)
    language = forms.ChoiceField(
        label=_("The buyer's language"), required=False, choices=[*ANY, *settings.LANGUAGES]
    )
    waiting_hours = forms.ChoiceField(
        label=_("The buyer has waited at least"), required=False, choices=ANY + HOURS
    )
    text = forms.CharField(
        label=_("Words in it"),
        required=False,
        max_length=100,
        help_text=_("A list of words shows no number."),
    )
    is_shared = forms.BooleanField(
        label=_("Everybody at the desk has it"),
        required=False,
        help_text=_("Each sees the conversations of his own accounts in it."),
    )

    def __init__(self, data: Any, *, user: User, name: str, filters: Filters, is_shared: bool) -> None:
        initial = {"name": name, "is_shared": is_shared, **kept(filters)}
        super().__init__(data, initial=initial)
        accounts: list[tuple[str, Any]] = [
            (str(row.pk), str(row)) for row in access.accounts(user).order_by("pk")
        ]
        people: list[tuple[str, Any]] = [("me", _("me")), ("nobody", _("nobody"))]
        people += [(str(one.pk), str(one)) for one in colleagues(user)]
        tags: list[tuple[str, Any]] = [(str(tag.pk), tag.name) for tag in teamwork.tags()]
        for field, choices in (("account", accounts), ("assignee", people), ("tag", tags)):
            chosen = self.fields[field]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = ANY + choices

    def filters(self) -> Filters:
        """What the list asks for."""
        return read(self.cleaned_data)
