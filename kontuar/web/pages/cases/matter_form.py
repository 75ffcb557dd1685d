"""The form of what a case is about."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.actions.matter import FIELDS, LONGEST, Words
from kontuar.web.forms import Plain
from kontuar.web.look import Look
from kontuar.web.pages.cases.team_words import LISTS

LABELS = {
    "wants": _("What does the buyer want?"),
    "cause": _("What was the cause?"),
    "step": _("Next step"),
    "outcome": _("How did it end?"),
}
END_OF_DAY = time(17)


class Matter(Plain):
    """Four short lists, each with a line of one's own words, and the day of the next step."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, words: Words, look: Look) -> None:
        self._look = look
        initial: dict[str, Any] = {name: getattr(words, name) for name in FIELDS}
        initial["step_by"] = look.local(words.step_by).date() if words.step_by else None
        super().__init__(data, initial=initial)
        for name, choices in LISTS.items():
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name], required=False, choices=[("", "–"), *choices]
            )
            self.fields[f"{name}_text"] = forms.CharField(
                label=_("In your own words"), required=False, max_length=LONGEST
            )
        self.fields["step_by"] = forms.DateField(
            label=_("By when"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )

    def note_seen(self, changed_at: datetime | None) -> None:
        """Remember in the form what the person has before him."""
        self.fields["seen"].initial = changed_at.isoformat() if changed_at else ""

    def seen_at(self) -> datetime | None:
        """What he had before him; nonsense is nothing."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"]) if self.cleaned_data["seen"] else None
        except ValueError:
            return None

    def pairs(self) -> list[tuple[Any, Any, Any]]:
        """A list, its own words, and the day where there is one."""
        return [
            (self[name], self[f"{name}_text"], self["step_by"] if name == "step" else None) for name in LISTS
        ]

    def words(self) -> Words:
        """As the action wants it."""
        given = self.cleaned_data
        day: date | None = given["step_by"]
        step_by = self._look.at(day, END_OF_DAY) if day else None
        return Words(step_by=step_by, **{name: given[name] for name in FIELDS})
