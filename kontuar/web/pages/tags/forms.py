"""The form of a tag."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kontuar.store.models import Tag
from kontuar.web.forms import Plain

TONES = [
    (Tag.Tone.PLAIN, pgettext_lazy("kind of tag", "plain")),
    (Tag.Tone.TROUBLE, pgettext_lazy("kind of tag", "trouble")),
    (Tag.Tone.MONEY, pgettext_lazy("kind of tag", "money")),
    (Tag.Tone.GOOD, pgettext_lazy("kind of tag", "good news")),
    (Tag.Tone.WAITS, pgettext_lazy("kind of tag", "waits for somebody")),
]


class TagForm(Plain):
    """A tag's name and what kind of word it is."""

    name = forms.CharField(label=_("Tag"), max_length=40)
    tone = forms.ChoiceField(
        label=_("Kind"),
        choices=TONES,
        help_text=_("It gives the colour. Red and yellow are left to the clocks."),
    )
