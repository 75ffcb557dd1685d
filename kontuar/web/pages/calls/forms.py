"""The form of a call."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.actions.calls import LONGEST_CALLER, LONGEST_PROMISE, Said
from kontuar.web.forms import Plain
from kontuar.web.look import Look

THEY, WE = "they", "we"


class CallForm(Plain):
    """Who called, what was said, what was promised by when."""

    side = forms.ChoiceField(
        label=_("Who called?"),
        choices=[(THEY, _("The buyer called")), (WE, _("We called"))],
        initial=THEY,
        widget=forms.RadioSelect,
    )
    caller = forms.CharField(label=_("Whom did you speak with?"), required=False, max_length=LONGEST_CALLER)
    text = forms.CharField(
        label=_("What was said?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    promise = forms.CharField(
        label=_("What did you promise?"),
        required=False,
        max_length=LONGEST_PROMISE,
        help_text=_("With a date it becomes a duty and stands on Today."),
    )
    day = forms.DateField(
        label=_("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=_("Hour (if you named one)"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    number = forms.CharField(
        label=_("Number to call back"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=_("Leave it empty unless somebody has to call back. It goes when the promise is done."),
    )

    def said(self, look: Look) -> Said:
        """As the action wants it; a day without an hour ends with the day."""
        given: dict[str, Any] = self.cleaned_data
        return Said(
            text=given["text"].replace("\r\n", "\n"),
            is_ours=given["side"] == WE,
            caller=given["caller"],
            number=given["number"],
            promise=given["promise"],
            promised_by=_moment(given["day"], given["hour"], look),
        )


def _moment(day: date | None, hour: time | None, look: Look) -> datetime | None:
    if day is None:
        return look.at(look.today(), hour) if hour is not None else None
    if hour is None:
        return look.at(day + timedelta(days=1), time(0)) - timedelta(seconds=1)
    return look.at(day, hour)
