"""A person's plan of the day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import Rhythm, User
from kontuar.web.choices import WEEKDAYS
from kontuar.web.forms import Plain

WALL = {"inputmode": "numeric", "autocomplete": "off", "class": "short", "size": "6"}


def as_time(text: str) -> str:
    """ "8", "8.30" and "08:30" as ``HH:MM``; what cannot be read is left for the action to refuse in words."""
    hour, _colon, minute = text.strip().replace(".", ":").partition(":")
    if hour.isdecimal() and (minute.isdecimal() or not minute):
        return f"{int(hour):02d}:{int(minute or 0):02d}"
    return text.strip()


class Plan(Plain):
    """Check-ins, letters, quiet hours, the alarm."""

    check_ins = forms.CharField(
        label=_("When I look at messages"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "7:30, 13:00, 18:00"}),
        help_text=_("Times with commas between. Today then says what is due before the next one."),
    )
    check_in_days = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        required=False,
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Public holidays and days off are left out by themselves."),
    )
    silence_hours = forms.IntegerField(
        label=_("Warn when a buyer waits longer than, in working hours"),
        min_value=0,
        max_value=200,
        help_text=_("0 never warns."),
    )
    wants_letters = forms.BooleanField(
        label=_("A letter before a deadline"),
        required=False,
        help_text=_(
            "Only when something ends soon that is mine or nobody's: kinds, limits and links, no word of a buyer. Once"
            " for each deadline."
        ),
    )
    letter_hours = forms.IntegerField(label=_("Hours before the deadline"), min_value=1, max_value=72)
    quiet_from = forms.CharField(
        label=_("Quiet hours from"),
        required=False,
        max_length=5,
        widget=forms.TextInput(attrs=WALL),
        help_text=_("No letter then, unless the deadline itself falls within; such a one is told before."),
    )
    quiet_until = forms.CharField(
        label=_("Quiet hours until"), required=False, max_length=5, widget=forms.TextInput(attrs=WALL)
    )

    def __init__(self, data: Any = None, *, row: Rhythm) -> None:
        names = (
            "check_in_days",
            "silence_hours",
            "wants_letters",
            "letter_hours",
            "quiet_from",
            "quiet_until",
        )
        initial = {name: getattr(row, name) for name in names}
        super().__init__(data, initial={**initial, "check_ins": ", ".join(row.check_ins)})

    def values(self) -> dict[str, Any]:
        """As ``actions.rhythm.settle`` wants them."""
        given = dict(self.cleaned_data)
        words = given["check_ins"].replace(",", " ").replace(";", " ").split()
        given["check_ins"] = [as_time(word) for word in words]
        for name in ("quiet_from", "quiet_until"):
            given[name] = as_time(given[name]) if given[name] else ""
        return given


class Away(Plain):
    """An absence to plan. Owners of the desk plan anybody's."""

    user = forms.TypedChoiceField(label=_("Who"), coerce=int)
    first_day = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Last day away"), widget=forms.DateInput(attrs={"type": "date"}))
    deputy = forms.TypedChoiceField(
        label=_("Who stands in"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Sees on Today which conversations are yours, and gets the letters about them."),
    )

    def __init__(self, data: Any = None, *, me: User, people: list[User]) -> None:
        super().__init__(data, initial={"user": me.pk})
        self._people = {one.pk: one for one in (me, *people)}
        names = [(one.pk, str(one)) for one in self._people.values()]
        for field, choices in (
            ("user", names if me.is_owner else names[:1]),
            ("deputy", [("", _("nobody stands in")), *names]),
        ):
            chosen = self.fields[field]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = choices

    def values(self) -> dict[str, Any]:
        """As ``actions.rhythm_absence.plan`` wants them."""
        given = self.cleaned_data
        deputy = self._people.get(given["deputy"]) if given["deputy"] else None
        return {**given, "user": self._people[given["user"]], "deputy": deputy}
