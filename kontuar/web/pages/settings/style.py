"""The house style: what the checks tell besides the rules, and the house dictionary. Owners change it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kontuar.actions import house_style
from kontuar.actions.errors import ActionProblem
from kontuar.text import house
from kontuar.text.house import GROUPS, House
from kontuar.web.forms import Plain
from kontuar.web.going import done, signed_in, to
from kontuar.web.pages.settings import style_words
from kontuar.web.problems import tell


class Style(Plain):
    """A box of ticks per group, and two lists of lines."""

    forbidden = forms.CharField(
        label=gettext_lazy("Words and phrases we do not use"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line. Whoever writes one is told; it may be sent all the same."),
    )
    words = forms.CharField(
        label=gettext_lazy("House dictionary"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One word a line, in each of its forms. Under an answer, “Add to our words” adds one with a click."
        ),
    )

    def __init__(self, data: Any = None, *, style: House) -> None:
        super().__init__(
            data, initial={"forbidden": "\n".join(style.forbidden), "words": "\n".join(style.words)}
        )
        for group, codes in GROUPS.items():
            self.fields[group] = forms.MultipleChoiceField(
                label=style_words.GROUPS[group],
                required=False,
                choices=[(code, style_words.CODES[code]) for code in codes],
                widget=forms.CheckboxSelectMultiple,
                initial=[code for code in codes if code in style.told],
            )

    def groups(self) -> list[Any]:
        """The boxes of ticks, in order."""
        return [self[group] for group in GROUPS]

    def values(self) -> dict[str, Any]:
        """As ``actions.house_style.keep`` wants them."""
        given = self.cleaned_data
        return {
            "told": [code for group in GROUPS for code in given[group]],
            "forbidden": given["forbidden"].splitlines(),
            "words": given["words"].replace(",", "\n").splitlines(),
        }


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form."""
    user = signed_in(request)
    form = Style(request.POST if request.method == "POST" else None, style=house_style.of_desk())
    if request.method == "POST" and form.is_valid():
        try:
            house_style.keep(user, **form.values(), now=timezone.now())
            return done(request, _("Saved."), to("style"))
        except ActionProblem as problem:
            tell(form, problem)
    context = {"form": form, "is_owner": user.is_owner}
    return render(request, "settings/style.html", context, status=422 if form.errors else 200)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The style as a file, for ``kontuar check --style``."""
    response = HttpResponse(house.to_file(house_style.of_desk()), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="kontuar-style.json"'
    return response
