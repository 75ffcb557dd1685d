"""An action's refusal on the form it came from, so that what was typed stays."""

from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.web.forms import Plain


def tell(form: Plain, problem: ActionProblem) -> None:
    """Beside the field it names (or the first of the two that make a span), else above the form."""
    named = problem.field if isinstance(problem, Invalid) else ""
    field = next((name for name in (named, f"{named}_from") if name in form.fields), None)
    form.add_error(field, str(problem.text))
