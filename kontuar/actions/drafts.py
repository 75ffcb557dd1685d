"""What people have begun to write: kept through reloads, failed sends and power cuts."""

from datetime import datetime

from kontuar.store.models import Case, Draft, User


def keep(case: Case, by: User, text: str, *, now: datetime) -> None:
    """Keep the text; an empty one forgets it."""
    if not text.strip():
        forget(case, by)
        return
    Draft.objects.update_or_create(case=case, user=by, defaults={"text": text, "updated_at": now})


def add(case: Case, by: User, text: str, *, now: datetime) -> None:
    """Put ``text`` before what the person has there already; neither is lost, nothing is doubled."""
    held = Draft.objects.filter(case=case, user=by).values_list("text", flat=True).first() or ""
    parts = [text] if held.strip() in text else [held] if text.strip() in held else [text, held]
    keep(case, by, "\n\n".join(part.strip() for part in parts if part.strip()), now=now)


def put_before(case: Case, by: User, text: str, *, now: datetime) -> None:
    """Put a text that comes back before what the person has begun meanwhile; neither is lost or doubled."""
    row = Draft.objects.select_for_update().filter(case=case, user=by).first()
    begun = row.text.strip() if row else ""
    if begun and text.strip() in begun:
        return
    keep(case, by, text if begun in text else f"{text.rstrip()}\n\n{begun}", now=now)


def forget(case: Case, by: User) -> None:
    """The text was sent or thrown away."""
    Draft.objects.filter(case=case, user=by).delete()
