"""One question with its answer as a form: a pair per language, and what it is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kontuar.actions import faq
from kontuar.drafters.starter_set import LANGUAGES
from kontuar.drafters.template import LONGEST
from kontuar.store.models import FaqEntry
from kontuar.web import labels
from kontuar.web.forms import Plain


class Write(Plain):
    """``question_pl`` and ``answer_pl`` are the Polish pair."""

    account = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Words that bring it up"),
        required=False,
        max_length=faq.LONGEST_WORDS,
        help_text=gettext_lazy("Words buyers use, set apart by commas: invoice, VAT. May stay empty."),
    )
    offers = forms.CharField(
        label=gettext_lazy("Only about these offers"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=gettext_lazy("Numbers of offers, one a line. Empty: about any offer."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Offered in the answer"), required=False)

    def __init__(self, data: Any = None, *, row: FaqEntry | None, accounts: list[tuple[str, str]]) -> None:
        initial = {
            "account": str(row.account_id or "") if row else "",
            "words": row.words if row else "",
            "offers": "\n".join(row.offers) if row else "",
            "is_active": row.is_active if row else True,
        }
        super().__init__(data, initial=initial)
        account = self.fields["account"]
        assert isinstance(account, forms.ChoiceField)
        account.choices = [(value, name or _("All accounts")) for value, name in accounts]
        for lang in LANGUAGES:
            self.fields[f"question_{lang}"] = forms.CharField(
                label=_("Question"),
                required=False,
                max_length=faq.LONGEST_QUESTION,
                initial=row.questions.get(lang, "") if row else "",
                widget=forms.TextInput(attrs={"lang": lang, "autocomplete": "off"}),
            )
            self.fields[f"answer_{lang}"] = forms.CharField(
                label=_("The answer"),
                required=False,
                max_length=LONGEST,
                initial=row.answers.get(lang, "") if row else "",
                widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "true", "lang": lang}),
            )

    def begin_with(self, question: str, language: str) -> None:
        """A new one begins with a buyer's question; in an unknown language it is taken as Polish."""
        lang = language if language in LANGUAGES else LANGUAGES[0]
        if question:
            self.initial[f"question_{lang}"] = question[: faq.LONGEST_QUESTION]

    def languages(self, first: str) -> list[dict[str, Any]]:
        """A pair per language; those that hold something stand open, else the reader's own."""
        pairs = [(lang, self[f"question_{lang}"], self[f"answer_{lang}"]) for lang in LANGUAGES]
        held = {lang for lang, asked, said in pairs if asked.value() or said.value()}
        return [
            {
                "name": labels.language(lang),
                "question": asked,
                "answer": said,
                "is_open": lang in (held or {first}),
                "is_there": lang in held,
            }
            for lang, asked, said in pairs
        ]

    def values(self) -> dict[str, Any]:
        """As ``actions.faq.keep`` wants them."""
        given = self.cleaned_data
        return {
            "account_id": int(given["account"]) if given["account"] else None,
            "questions": {lang: given[f"question_{lang}"] for lang in LANGUAGES},
            "answers": {lang: given[f"answer_{lang}"].replace("\r\n", "\n") for lang in LANGUAGES},
            "offers": given["offers"].replace(",", " ").split(),
            "words": given["words"],
            "is_active": given["is_active"],
        }
