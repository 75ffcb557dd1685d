"""The form of a routine: what has to hold, and what is done then."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.facts.routines import Condition, Do, Step, What
from kontuar.store.models import DeskRoutine
from kontuar.web.forms import Plain
from kontuar.web.pages.routines.words import CHANNELS, INTENTS, LANGUAGES, ORDER_STATES, Names

TYPED = (What.WORDS, What.OFFER, What.VALUE_OVER)
TICKED = (What.ACCOUNT, What.CHANNEL, What.INTENT, What.LANGUAGE, What.ORDER_STATE, What.TAG)


def _ticks(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )


class RoutineForm(Plain):
    """What is left empty asks nothing and does nothing. Of several ticks one is enough."""

    name = forms.CharField(label=_("Name"), max_length=80)
    account = _ticks(_("Account"))
    channel = _ticks(_("What it is"), CHANNELS)
    intent = _ticks(_("The buyer"), INTENTS)
    language = _ticks(_("Language"), LANGUAGES)
    order_state = _ticks(_("Order"), ORDER_STATES)
    words = forms.CharField(
        label=_("Words in the message"),
        required=False,
        max_length=500,
        help_text=_(
            "One of these is enough; commas between them. Beginnings of words, without regard to accents."
        ),
    )
    offer = forms.CharField(
        label=_("Numbers of offers"), required=False, max_length=500, help_text=_("Commas between them.")
    )
    value_over = forms.CharField(label=_("The order is worth more than"), required=False, max_length=12)
    tag = _ticks(_("It carries the tag"))
    do_tag = forms.ChoiceField(label=_("Put on the tag"), required=False)
    do_assign = forms.ChoiceField(label=_("Give it to"), required=False)
    do_note = forms.CharField(
        label=_("Write a note"),
        required=False,
        max_length=500,
        help_text=_("Colleagues see it above the answer."),
    )
    do_template = forms.ChoiceField(label=_("Suggest a template"), required=False)
    do_snooze = forms.IntegerField(
        label=_("Put off, in hours"),
        required=False,
        min_value=1,
        max_value=720,
        help_text=_("The marketplace's clock runs on."),
    )
    is_last = forms.BooleanField(
        label=_("Ask no routine after this one"),
        required=False,
    )

    def __init__(
        self, data: Any, *, row: DeskRoutine | None, known: Names, templates: list[tuple[str, str]]
    ) -> None:
        super().__init__(data, initial=_initial(row) if row else {})
        any_ = [("", "–")]
        for name, choices in (
            ("account", list(known.accounts.items())),
            ("tag", list(known.tags.items())),
            ("do_tag", any_ + list(known.tags.items())),
            ("do_assign", any_ + list(known.people.items())),
            ("do_template", any_ + templates),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def when(self) -> list[Any]:
        """Fields of the conditions."""
        return [self[what.value] for what in What]

    def then(self) -> list[Any]:
        """Fields of the steps."""
        return [self[f"do_{do.value}"] for do in Do]

    def conditions(self) -> list[Condition]:
        """What was said under "when"."""
        given = self.cleaned_data
        found = {what: tuple(given[what.value]) for what in TICKED}
        found |= {what: tuple(part.strip() for part in given[what.value].split(",")) for what in TYPED}
        return [Condition(what=what, values=values) for what in What if any(values := found[what])]

    def steps(self) -> list[Step]:
        """What was said under "then"."""
        return [Step(do=do, value=str(value)) for do in Do if (value := self.cleaned_data[f"do_{do.value}"])]


def _initial(row: DeskRoutine) -> dict[str, Any]:
    found: dict[str, Any] = {"name": row.name, "is_last": row.is_last}
    for what, values in row.conditions:
        found[what] = list(values) if What(what) in TICKED else ", ".join(values)
    for do, value in row.steps:
        found[f"do_{do}"] = value
    return found
