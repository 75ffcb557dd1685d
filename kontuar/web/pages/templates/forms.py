"""One template as a form: a text per language, and variants per marketplace."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kontuar.actions.template_list import Template
from kontuar.actions.templates import PLATFORMS
from kontuar.drafters.starter_set import LANGUAGES
from kontuar.drafters.template import LONGEST
from kontuar.web import labels
from kontuar.web.forms import Plain
from kontuar.web.labels_templates import choices, variant

KEYS = tuple(key for lang in LANGUAGES for key in (lang, *(f"{lang}@{platform}" for platform in PLATFORMS)))


class Write(Plain):
    """Name, situation, whom it serves, texts. ``text_pl_mail`` is the Polish text for mail."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    situation = forms.ChoiceField(label=gettext_lazy("Situation"))
    account = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("Offered in the answer"), required=False)

    def __init__(
        self, data: Any = None, *, template: Template | None, accounts: list[tuple[str, str]]
    ) -> None:
        texts = template.texts if template else {}
        initial = {
            "name": template.name if template else "",
            "situation": template.situation if template else "own",
            "account": str(template.account.pk) if template and template.account else "",
            "is_active": template.is_active if template else True,
        }
        super().__init__(data, initial=initial)
        self._choose("situation", choices())
        self._choose("account", [(value, name or _("All accounts")) for value, name in accounts])
        for key in KEYS:
            attrs = {"rows": 10, "spellcheck": "true", "lang": key[:2], "data-shown": key}
            self.fields[field_of(key)] = forms.CharField(
                label=variant(key),
                required=False,
                max_length=LONGEST,
                initial=texts.get(key, ""),
                widget=forms.Textarea(attrs=attrs),
            )

    def languages(self) -> list[dict[str, Any]]:
        """Rows of the page: a language, its text, its variants, and whether it holds anything."""
        return [
            {
                "code": lang,
                "name": labels.language(lang),
                "field": self[field_of(lang)],
                "variants": [(f"{lang}@{one}", self[field_of(f"{lang}@{one}")]) for one in PLATFORMS],
                "has_variants": any(self[field_of(f"{lang}@{one}")].value() for one in PLATFORMS),
                "is_there": bool(self[field_of(lang)].value()),
            }
            for lang in LANGUAGES
        ]

    def values(self) -> dict[str, Any]:
        """As ``actions.templates.keep`` wants them."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "situation": given["situation"],
            "account_id": int(given["account"]) if given["account"] else None,
            "is_active": given["is_active"],
            "texts": {key: given[field_of(key)].replace("\r\n", "\n") for key in KEYS},
        }

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options


def field_of(key: str) -> str:
    """The form's field of a variant."""
    return f"text_{key.replace('@', '_')}"
