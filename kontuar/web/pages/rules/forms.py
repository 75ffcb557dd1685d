"""An own value in place of a rule's."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.rulebook.override import LONGEST_REASON
from kontuar.rulebook.record import RuleRecord
from kontuar.web.forms import Plain
from kontuar.web.pages.rules.words import value_name, value_words


class Day(forms.DateField):
    """A day; the browser's own calendar where it has one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


class OwnValue(Plain):
    """Which value, what instead, why, and until when."""

    key = forms.ChoiceField(label=_("Value"))
    text = forms.CharField(
        label=_("Our own value"),
        max_length=2000,
        help_text=_("Several words are parted by commas."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where you read it, or who said so. It stands in the journal."),
    )
    valid_from = Day(label=_("First day"))
    valid_to = Day(label=_("Last day"), help_text=_("Then the rule's own value holds again."))

    def __init__(self, data: Any = None, *, record: RuleRecord, today: date, until: date) -> None:
        super().__init__(data, initial={"valid_from": today, "valid_to": until})
        key = self.fields["key"]
        assert isinstance(key, forms.ChoiceField)
        key.choices = [
            (name, f"{value_name(name)} ({value_words(value)})") for name, value in record.values.items()
        ]
