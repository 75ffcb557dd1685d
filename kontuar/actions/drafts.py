"""What people have begun to write: kept through reloads, failed sends and power cuts."""

from datetime import datetime

from kontuar.store.models import Case, Draft, User


def keep(case: Case, by: User, text: str, *, now: datetime) -> None:
    """Keep the text; an empty one forgets it."""
    if not text.strip():
        forget(case, by)
        return
    Draft.objects.update_or_create(case=case, user=by, defaults={"text": text, "updated_at": now})


def forget(case: Case, by: User) -> None:
    """The text was sent or thrown away."""
    Draft.objects.filter(case=case, user=by).delete()
