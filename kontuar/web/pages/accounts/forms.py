"""Connecting an account, and the settings of one."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import Account, Application
from kontuar.web.choices import COUNTRY_CHOICES, zone_choices
from kontuar.web.forms import Plain
from kontuar.web.pages.accounts.places import CHOICES

HOW_FAR = [
    ("0", _("only what comes from now on")),
    ("7", _("7 days")),
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("a year")),
]
TYPED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class Place(Plain):
    """Where the account is."""

    place = forms.ChoiceField(
        label=_("Where is the account?"),
        choices=[(place.code, place.name) for place in CHOICES],
        widget=forms.RadioSelect,
        initial="production",
    )


class Register(Plain):
    """What the registration page gave; ``redirect_uri`` is ours and shown to be copied."""

    kind = forms.ChoiceField(
        label=_("Type you registered"),
        choices=[
            (Application.Kind.DEVICE, _("device (without a browser) – recommended")),
            (Application.Kind.CODE, _("authorization code (with a browser)")),
        ],
        widget=forms.RadioSelect,
        initial=Application.Kind.DEVICE,
    )
    base_url = forms.URLField(
        label=_("Address of the practice market"),
        max_length=200,
        assume_scheme="http",
        help_text=_("“kontuar market” prints it, for example http://127.0.0.1:8100"),
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "url"}),
    )
    name = forms.CharField(
        label=_("Name of the application"),
        max_length=80,
        help_text=_("Exactly as registered: Kontuar introduces itself to the marketplace by it."),
        widget=forms.TextInput(attrs=TYPED),
    )
    client_id = forms.CharField(label="Client ID", max_length=200, widget=forms.TextInput(attrs=TYPED))
    client_secret = forms.CharField(
        label="Client Secret",
        max_length=500,
        widget=forms.PasswordInput(render_value=True, attrs=TYPED),
        help_text=_("Kept encrypted in your data folder. It is never shown again."),
    )
    how_far = forms.ChoiceField(
        label=_("How far back to read"),
        choices=HOW_FAR,
        initial="30",
        widget=forms.RadioSelect,
        help_text=_("Old messages open no duties; unanswered ones stand in one list to look through."),
    )

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if place != "practice":
            del self.fields["base_url"]

    def application(self) -> dict[str, str]:
        """As ``connect.register_application`` wants it, but for the place and our address."""
        names = ("kind", "name", "client_id", "client_secret")
        given = {name: self.cleaned_data[name] for name in names}
        return {**given, "base_url": self.cleaned_data.get("base_url", ""), "version": ""}

    def read_since(self, now: datetime) -> datetime:
        return now - timedelta(days=int(self.cleaned_data["how_far"]))


class Change(Plain):
    """An account's own settings."""

    label = forms.CharField(
        label=_("Name on screen"), required=False, max_length=80, help_text=_("Empty: the seller's login.")
    )
    signature = forms.CharField(
        label=_("Signature of the account"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Put under every message to a buyer. It counts for the length of a message."),
    )
    country = forms.ChoiceField(label=_("Country of the public holidays"), choices=COUNTRY_CHOICES)
    zone = forms.ChoiceField(label=_("Time zone"))
    hourly_cap = forms.IntegerField(
        label=_("Messages an hour at most"),
        min_value=1,
        max_value=3600,
        help_text=_("A fuse: what is above it waits in the outbox, nothing is lost."),
    )

    def __init__(self, data: Any = None, *, account: Account) -> None:
        names = ("label", "signature", "country", "zone", "hourly_cap")
        super().__init__(data, initial={name: getattr(account, name) for name in names})
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zone_choices(account.zone)
