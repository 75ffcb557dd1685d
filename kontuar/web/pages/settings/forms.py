"""The desk's hours, and what a person sets for himself."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kontuar.store.models import Desk, User
from kontuar.web.choices import COUNTRY_CHOICES, WEEKDAYS, zone_choices
from kontuar.web.forms import Plain


class WallTime(forms.CharField):
    """A time of day, typed: "8", "8:30" and "08:30" are all understood, the same in every browser."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "short", "size": "6"}
        super().__init__(max_length=5, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        """``HH:MM``; what cannot be read is left for the action to refuse in words."""
        text = str(super().to_python(value) or "").replace(".", ":")
        hour, _colon, minute = text.partition(":")
        if hour.isdecimal() and (minute.isdecimal() or not minute):
            return f"{int(hour):02d}:{int(minute or 0):02d}"
        return text


class Hours(Plain):
    """When somebody is there. An empty day is a closed one."""

    country = forms.ChoiceField(label=_("Country of the public holidays"), choices=COUNTRY_CHOICES)
    zone = forms.ChoiceField(label=_("Time zone"))
    courier_at = WallTime(
        label=_("Courier comes at"),
        help_text=_("Shown beside the day's parcels on Today."),
    )
    undo_seconds = forms.IntegerField(
        label=_("Time to take a message back, in seconds"),
        min_value=0,
        max_value=300,
        help_text=_("Each message waits this long before it leaves. 0 sends at once."),
    )
    days_off = forms.CharField(
        label=_("Days off besides weekends and public holidays"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "One day a line, as 2026-12-24. The marketplace's clocks run on; Kontuar reminds you earlier."
        ),
    )

    def __init__(self, data: Any = None, *, desk: Desk) -> None:
        spans = {day: desk.office_hours.get(str(day)) or ["", ""] for day in range(7)}
        initial: dict[str, Any] = {
            "country": desk.country,
            "zone": desk.zone,
            "courier_at": desk.courier_at,
            "undo_seconds": desk.undo_seconds,
            "days_off": "\n".join(desk.days_off),
        }
        super().__init__(data, initial=initial)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zone_choices(desk.zone)
        for day, _name in enumerate(WEEKDAYS):
            for part, word, at in (("from", _("from"), spans[day][0]), ("to", _("to"), spans[day][1])):
                self.fields[f"day_{day}_{part}"] = WallTime(label=word, required=False, initial=at)

    def week(self) -> list[tuple[Any, Any, Any]]:
        """Rows of the template: the day's name and its two fields."""
        return [(name, self[f"day_{day}_from"], self[f"day_{day}_to"]) for day, name in enumerate(WEEKDAYS)]

    def values(self) -> dict[str, Any]:
        """As ``actions.desk.save_hours`` wants them."""
        given = self.cleaned_data
        spans = {str(day): [given[f"day_{day}_from"], given[f"day_{day}_to"]] for day in range(7)}
        return {
            "office_hours": {day: span for day, span in spans.items() if span != ["", ""]},
            "days_off": given["days_off"].replace(",", " ").split(),
            **{name: given[name] for name in ("country", "zone", "courier_at", "undo_seconds")},
        }


class Profile(Plain):
    """A person's own."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Colleagues see it. Buyers see it only if you put it into your signature."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("An owner gets a letter when an account is not read any more. Nobody else sees it."),
    )
    signature = forms.CharField(
        label=_("My signature"),
        required=False,
        max_length=200,
        help_text=_("Put under your answers where the account has no signature of its own."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[
            (User.Theme.SYSTEM, _("As the system")),
            (User.Theme.LIGHT, pgettext_lazy("appearance", "Light")),
            (User.Theme.DARK, pgettext_lazy("appearance", "Dark")),
        ],
        widget=forms.RadioSelect,
    )
    has_keys = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_(
            "j, k, r, e and others, while no field is being typed in. Ctrl+Enter and Ctrl+K always work."
        ),
    )
