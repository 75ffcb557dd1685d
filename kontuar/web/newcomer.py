"""Who comes in: the questions the first owner and every invited colleague answer."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kontuar.web.forms import Plain


class Newcomer(Plain):
    """Who someone is, and how he will sign in."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Colleagues see it. Buyers see it only if you put it into your signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("For signing in: letters, digits and . _ - @ +"),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_("At least 10 characters; a few words are easier to remember."),
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        initial=lambda: (get_language() or settings.LANGUAGE_CODE).split("-")[0],
    )
