"""An incident as a form, and the search for the orders it hits."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.actions.template_list import Template
from kontuar.actions.templates import PLATFORMS
from kontuar.drafters.starter_set import LANGUAGES
from kontuar.drafters.template import LONGEST
from kontuar.store.models import Account, Incident
from kontuar.store.queries.incident_orders import MOST_NUMBERS, Search
from kontuar.web import labels
from kontuar.web.forms import Plain
from kontuar.web.labels_templates import variant
from kontuar.web.look import Look
from kontuar.web.pages.incidents import words

MOST_DAYS = 120
KEYS = tuple(key for lang in LANGUAGES for key in (lang, *(f"{lang}@{platform}" for platform in PLATFORMS)))


class Write(Plain):
    """Name, cause and the text in each language."""

    name = forms.CharField(
        label=_("Name of the incident"),
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("InPost stopped, Friday")}),
        help_text=_("Buyers do not see this name."),
    )
    cause = forms.ChoiceField(label=_("Kind"))

    def __init__(
        self,
        data: Any = None,
        *,
        row: Incident | None = None,
        template: Template | None = None,
        cause: str = "carrier",
    ) -> None:
        texts = row.texts if row else template.texts if template else {}
        initial = {"name": row.name if row else "", "cause": row.cause if row else cause}
        super().__init__(data, initial=initial)
        choose = self.fields["cause"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = words.causes()
        for key in KEYS:
            attrs = {"rows": 9, "spellcheck": "true", "lang": key[:2]}
            self.fields[field_of(key)] = forms.CharField(
                label=variant(key),
                required=False,
                max_length=LONGEST,
                initial=texts.get(key, ""),
                widget=forms.Textarea(attrs=attrs),
            )

    def languages(self) -> list[dict[str, Any]]:
        """The texts: language, its name, field, its variants for one channel, whether it holds anything."""
        return [self._language(lang) for lang in LANGUAGES]

    def _language(self, lang: str) -> dict[str, Any]:
        field = self[field_of(lang)]
        variants = [self[field_of(f"{lang}@{one}")] for one in PLATFORMS]
        has_variants = any(one.value() for one in variants)
        return {
            "code": lang,
            "name": labels.language(lang),
            "field": field,
            "variants": variants,
            "has_variants": has_variants,
            "has_trouble": bool(field.errors) or any(one.errors for one in variants),
            "is_there": bool(field.value()) or has_variants,
        }

    def values(self) -> dict[str, Any]:
        """As ``actions.incidents`` wants them."""
        given = self.cleaned_data
        texts = {key: given[field_of(key)].replace("\r\n", "\n") for key in KEYS}
        return {"name": given["name"], "cause": given["cause"], "texts": texts}


def field_of(key: str) -> str:
    """The form's field of a text: ``pl``, or ``pl@mail`` for one channel."""
    return f"text_{key.replace('@', '_')}"


class Whom(Plain):
    """Which orders are hit. All that is filled in has to fit; numbers stand alone."""

    od = forms.DateField(
        label=_("Dispatch from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    do = forms.DateField(
        label=_("Dispatch until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    towar = forms.CharField(
        label=_("Product"),
        required=False,
        max_length=80,
        help_text=_("Words of its name, the offer's number or your own number of it."),
    )
    przewoznik = forms.CharField(
        label=_("Carrier"),
        required=False,
        max_length=60,
        help_text=_("Of the parcel or of the delivery that was ordered, for example InPost."),
    )
    konto = forms.ChoiceField(label=_("Account"), required=False)
    dostarczone = forms.BooleanField(label=_("Delivered ones too"), required=False)
    numery = forms.CharField(
        label=_("Or numbers of orders"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("One below the other or with commas between. Then nothing else is looked at."),
    )

    def __init__(self, data: Any, *, accounts: list[Account], look: Look) -> None:
        super().__init__(data)
        self._look = look
        choose = self.fields["konto"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = [("", _("All accounts")), *((str(one.pk), str(one)) for one in accounts)]

    def search(self) -> Search:
        """As the query wants it; the last week and the days to come, where no day is given."""
        given, look = self.cleaned_data, self._look
        first: date = given["od"] or look.today() - timedelta(days=7)
        last: date = given["do"] or max(first, look.today() + timedelta(days=3))
        last = min(max(first, last), first + timedelta(days=MOST_DAYS))
        numbers = given["numery"].replace(",", " ").replace(";", " ").split()
        return Search(
            since=look.at(first, time(0)),
            until=look.at(last + timedelta(days=1), time(0)),
            account_id=int(given["konto"]) if given["konto"] else None,
            product=given["towar"],
            carrier=given["przewoznik"],
            numbers=tuple(dict.fromkeys(numbers))[:MOST_NUMBERS],
            with_arrived=given["dostarczone"],
        )
