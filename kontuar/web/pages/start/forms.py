"""The first owner's form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.web.newcomer import Newcomer
from kontuar.web.start_key import is_start_key


class Owner(Newcomer):
    """The first person also shows the key printed in the terminal."""

    key = forms.CharField(
        label=_("One-time key"),
        max_length=60,
        help_text=_("Kontuar printed it in the terminal when it started, four groups of four signs."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_order = ("key", "display_name", "username", "password", "language")

    def clean_key(self) -> str:
        if not is_start_key(self.cleaned_data["key"]):
            raise forms.ValidationError(_("This is not the key printed in the terminal."))
        return ""
