"""The forms of a wish and of praise."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.actions.praise import WHAT
from kontuar.actions.suggestions import LONGEST, LONGEST_REASON
from kontuar.store.models import Message, Offer, Suggestion, User
from kontuar.web.forms import Plain
from kontuar.web.look import Look
from kontuar.web.pages.voices.words import STATUSES, THE_SHOP, excerpt


class _OfMessage(Plain):
    """Which of the buyer's messages is meant."""

    def __init__(self, data: Any, *, messages: Sequence[Message], look: Look, **more: Any) -> None:
        super().__init__(data, **more)
        self._messages = {str(one.pk): one for one in messages}
        self.fields["message"] = forms.ChoiceField(
            label=_("Message of the buyer"), choices=[(str(one.pk), excerpt(one, look)) for one in messages]
        )

    def message(self) -> Message:
        """The one that was chosen."""
        return self._messages[self.cleaned_data["message"]]


class SuggestForm(_OfMessage):
    """A wish: one that is known, or a new one with its offer."""

    def __init__(
        self, data: Any, *, known: Sequence[Suggestion], offers: Sequence[Offer], **more: Any
    ) -> None:
        super().__init__(data, prefix="s", **more)
        self._known = {str(one.pk): one for one in known}
        self._offers = {str(one.pk): one for one in offers}
        self.fields["same"] = forms.ChoiceField(
            label=_("Somebody asked for it before"),
            required=False,
            choices=[("", _("no, it is new")), *((pk, str(one)) for pk, one in self._known.items())],
        )
        self.fields["text"] = forms.CharField(
            label=_("What does the buyer wish for?"), required=False, max_length=LONGEST
        )
        self.fields["offer"] = forms.ChoiceField(
            label=_("About which offer?"),
            required=False,
            choices=[("", _("no single one")), *((pk, one.name) for pk, one in self._offers.items())],
            initial=next(iter(self._offers), ""),
        )

    def given(self) -> dict[str, Any]:
        """As the action wants it."""
        return {
            "text": self.cleaned_data["text"],
            "offer": self._offers.get(self.cleaned_data["offer"]),
            "same_as": self._known.get(self.cleaned_data["same"]),
        }


class PraiseForm(_OfMessage):
    """Praise: for whom, and for what."""

    def __init__(self, data: Any, *, people: Sequence[User], **more: Any) -> None:
        super().__init__(data, prefix="p", **more)
        self._people = {str(one.pk): one for one in people}
        self.fields["person"] = forms.ChoiceField(
            label=_("For whom?"),
            required=False,
            choices=[("", THE_SHOP), *((pk, str(one)) for pk, one in self._people.items())],
        )
        self.fields["what"] = forms.ChoiceField(label=_("For what?"), choices=WHAT)

    def given(self) -> dict[str, Any]:
        """As the action wants it."""
        return {
            "person": self._people.get(self.cleaned_data["person"]),
            "what": self.cleaned_data["what"],
        }


class SettleForm(Plain):
    """What becomes of a suggestion."""

    text = forms.CharField(label=_("What do buyers wish for?"), max_length=LONGEST)
    status = forms.ChoiceField(label=_("State"), choices=list(STATUSES.items()))
    reason = forms.CharField(
        label=_("Why, or by when"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("For colleagues alone. Needed where it is declined."),
    )
