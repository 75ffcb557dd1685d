"""What every form shares."""

from django import forms


class Plain(forms.Form):
    """No colon after labels; the first field that is wrong can be found by ``aria-invalid``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.use_required_attribute = True
