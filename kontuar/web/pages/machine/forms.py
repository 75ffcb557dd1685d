"""Where the language model is, and that it may be asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import Desk
from kontuar.web.forms import Plain


class Model(Plain):
    """The key is never shown again; an empty field keeps it."""

    is_on = forms.BooleanField(
        label=_("Let people ask the language model for a proposal"),
        required=False,
        help_text=_("Off, nothing ever leaves for it. Everything else works without it."),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Of a server that speaks the OpenAI protocol, such as http://localhost:11434/v1."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Model"),
        required=False,
        max_length=120,
        help_text=_("As the server calls it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, desk: Desk) -> None:
        initial = {"is_on": desk.model_is_on, "address": desk.model_address, "name": desk.model_name}
        super().__init__(data, initial=initial)
        has_key = bool(desk.model_key_sealed)
        self.fields["key"].help_text = (
            _("A key is kept, encrypted. Leave it empty to keep it.")
            if has_key
            else _("A server of your own often needs none.")
        )
