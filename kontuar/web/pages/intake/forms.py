"""The forms of a talk noted by hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.actions.intake import LONGEST_TEXT, LONGEST_WHO, Noted
from kontuar.actions.intake_places import LONGEST_LINK
from kontuar.store.models import Account
from kontuar.web.forms import Plain
from kontuar.web.look import Look

THEY, WE = "they", "we"
ROOM = 2
"""Times the allowed length that a field reads at all: the action tells in words what is too long."""


class Said(Plain):
    """What was written, and when by the shop's wall clock; empty day and hour mean now."""

    text = forms.CharField(
        label=_("What was written?"),
        required=False,
        max_length=LONGEST_TEXT * ROOM,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=_("Time there"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("The answer time runs from then."),
    )

    def __init__(self, data: Any = None, *, look: Look, **kwargs: Any) -> None:
        local = look.local(look.now)
        given = {"day": local.date(), "hour": local.time(), **(kwargs.pop("initial", None) or {})}
        super().__init__(data, initial=given, **kwargs)
        self._look = look

    def written_at(self) -> datetime:
        """The moment; a day without an hour is taken at noon, an hour without a day today."""
        look, day, hour = self._look, self.cleaned_data["day"], self.cleaned_data["hour"]
        if day is None and hour is None:
            return look.now
        day = day or look.today()
        if hour is None:
            return min(look.now, look.at(day, datetime.min.time().replace(hour=12)))
        at = look.at(day, hour)
        local = look.local(look.now)
        is_this_minute = (day, hour.hour, hour.minute) == (local.date(), local.hour, local.minute)
        return min(at, look.now) if is_this_minute else at


class NewTalk(Said):
    """A talk that is not here yet."""

    place = forms.ChoiceField(label=_("Where?"))
    who = forms.CharField(
        label=_("Who wrote?"),
        required=False,
        max_length=LONGEST_WHO * ROOM,
        help_text=_("The name as it stands there. The same name in the same place is the same person."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    link = forms.CharField(
        label=_("Link to the talk (if there is one)"),
        required=False,
        max_length=LONGEST_LINK * ROOM,
        help_text=_("It is opened when you answer. Without it, the inbox of the place is."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("place", "who", "text", "day", "hour", "link")

    def __init__(self, data: Any = None, *, places: Sequence[Account], look: Look, **kwargs: Any) -> None:
        super().__init__(data, look=look, **kwargs)
        self._places = {str(account.pk): account for account in places}
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, str(account)) for code, account in self._places.items()]

    def account(self) -> Account:
        """The place that was chosen."""
        return self._places[self.cleaned_data["place"]]

    def noted(self) -> Noted:
        """As the action wants it."""
        given = self.cleaned_data
        return Noted(who=given["who"], text=given["text"], link=given["link"], written_at=self.written_at())


class WroteBack(Said):
    """What came next in a talk that is here."""

    side = forms.ChoiceField(
        label=_("Who wrote?"),
        choices=[(THEY, _("The buyer")), (WE, _("We, there already"))],
        initial=THEY,
        widget=forms.RadioSelect,
    )
    field_order = ("side", "text", "day", "hour")

    def noted(self) -> Noted:
        """As the action wants it."""
        given = self.cleaned_data
        return Noted(text=given["text"], written_at=self.written_at(), is_ours=given["side"] == WE)
