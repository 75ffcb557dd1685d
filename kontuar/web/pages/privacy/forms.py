"""How long each kind is kept; and the word that one buyer is to be forgotten."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.web.forms import Plain

KINDS = (
    ("talk", _("Closed conversations"), _("With their messages, notes and files. Months after closing.")),
    ("letters", _("Mails as they came"), _("The text stays in the conversation; the original goes.")),
    ("attachments", _("Files of messages"), _("The name stays; the file goes.")),
    (
        "orders",
        _("Buyers' data in orders"),
        _("Name, address, phone. Things, money and dates stay. Two years at least."),
    ),
    (
        "journal",
        _("History of changes"),
        _("Who switched sending on, forgot or exported a buyer always stays."),
    ),
    ("raw", _("Raw answers of the marketplace"), _("Kept for talks with its support. Empty: 30 days.")),
)


class Months(Plain):
    """A field a kind; empty is for ever."""

    def __init__(self, data: Any = None, *, months: dict[str, int]) -> None:
        super().__init__(data, initial=months)
        for kind, label, words in KINDS:
            self.fields[kind] = forms.IntegerField(
                label=label,
                help_text=words,
                required=False,
                min_value=1,
                max_value=240,
                widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
            )

    def values(self) -> dict[str, int]:
        """As ``actions.retention.save`` wants them."""
        return {kind: self.cleaned_data[kind] for kind, _label, _words in KINDS if self.cleaned_data[kind]}


class Forget(Plain):
    """The login, typed; and that it is meant although something is open."""

    typed = forms.CharField(
        label=_("Type the login or address of this buyer"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    even_if_open = forms.BooleanField(
        label=_("I have read what is still open; it is meant all the same."), required=False
    )

    def __init__(self, data: Any = None, *, login: str, is_doubtful: bool) -> None:
        super().__init__(data)
        self._login = login
        if not is_doubtful:
            del self.fields["even_if_open"]

    def clean_typed(self) -> str:
        """What was typed must be the name that stands above."""
        typed = str(self.cleaned_data["typed"]).strip()
        if typed != self._login:
            raise forms.ValidationError(_("This is another name than the one above. Nothing was changed."))
        return typed
