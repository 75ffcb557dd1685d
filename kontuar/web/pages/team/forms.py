"""Who is invited, and with which roles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import Account, AccountAccess
from kontuar.web.choices import ROLE_CHOICES
from kontuar.web.forms import Plain


class Invite(Plain):
    """A line per account the inviter owns."""

    display_name = forms.CharField(label=_("Name of the colleague"), required=False, max_length=80)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only a note for you: Kontuar sends no mail, you pass the link on yourself."),
    )

    def __init__(self, data: Any = None, *, accounts: Sequence[Account]) -> None:
        super().__init__(data)
        self._ids = [account.pk for account in accounts]
        for account in accounts:
            self.fields[f"account_{account.pk}"] = forms.ChoiceField(
                label=str(account), choices=ROLE_CHOICES, required=False, initial=AccountAccess.Role.AGENT
            )

    def account_fields(self) -> list[forms.BoundField]:
        return [self[f"account_{pk}"] for pk in self._ids]

    def grants(self) -> dict[int, str]:
        """Account id → role, those given."""
        chosen = {pk: self.cleaned_data[f"account_{pk}"] for pk in self._ids}
        return {pk: role for pk, role in chosen.items() if role}
