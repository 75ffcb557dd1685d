"""Incidents: those a person may see, how far each is, whom it hits, and which of them a conversation belongs to.

An incident is seen by whoever made it and by everybody who sees an account it hits; of its buyers each person sees
those of his own accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kontuar.store.models import Case, Incident, IncidentHit, Outgoing, User
from kontuar.store.queries import access

PAGE = 50
SHOWN = 60
"""Incidents of the list, the open ones first."""
FEW = 3
"""Incidents told about one conversation."""
State = IncidentHit.State
TAKEN_BACK = Q(state=State.DONE, outgoing__state=Outgoing.State.CANCELLED)
LEFT = Q(state=State.WAITING) | TAKEN_BACK
NOT_OUT = (Outgoing.State.BLOCKED, Outgoing.State.REFUSED, Outgoing.State.UNSURE)
WHICH = ("left", "done", "skipped", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it is, counted in buyers. ``stuck`` are answers that left and did not arrive, part of ``done``."""

    total: int = 0
    left: int = 0
    done: int = 0
    skipped: int = 0
    stuck: int = 0

    @property
    def settled(self) -> int:
        """Answered or decided against."""
        return self.total - self.left


def visible(user: User) -> QuerySet[Incident]:
    """Those the person may see."""
    hit = IncidentHit.objects.filter(incident=OuterRef("pk"), account__in=access.account_ids(user))
    return Incident.objects.filter(Q(made_by=user) | Exists(hit))


def one(user: User, incident_id: int) -> Incident | None:
    """One of them, or None."""
    return visible(user).select_related("made_by", "ended_by").filter(pk=incident_id).first()


def hits(user: User, incident: Incident) -> QuerySet[IncidentHit]:
    """Its buyers in the person's accounts."""
    return IncidentHit.objects.filter(incident=incident, account__in=access.account_ids(user))


def workable(user: User, incident: Incident) -> QuerySet[IncidentHit]:
    """Those the person may answer."""
    mine = [pk for pk in access.account_ids(user) if access.can_work(user, pk)]
    return IncidentHit.objects.filter(incident=incident, account__in=mine)


def left(user: User, incident: Incident) -> QuerySet[IncidentHit]:
    """Those nobody has decided about, in the order they were marked."""
    return workable(user, incident).filter(LEFT).order_by("pk")


def hit(user: User, incident: Incident, hit_id: int) -> IncidentHit | None:
    """One the person may answer, or None."""
    rows = workable(user, incident).select_related("incident", "account", "buyer", "outgoing")
    return rows.filter(pk=hit_id).first()


def listed(user: User, *, is_open: bool) -> list[tuple[Incident, Progress]]:
    """Open or ended ones with their progress, the newest first; two queries."""
    rows = visible(user).filter(ended_at__isnull=is_open).select_related("made_by")
    found = list(rows.order_by("-made_at", "-pk")[:SHOWN])
    told = progress(user, [row.pk for row in found])
    return [(row, told.get(row.pk, Progress())) for row in found]


def open_ones(user: User) -> list[Incident]:
    """Those something may still be added to."""
    return list(visible(user).filter(ended_at=None).order_by("-made_at", "-pk")[:SHOWN])


def progress(user: User, ids: Sequence[int]) -> dict[int, Progress]:
    """By incident; one that hits nobody is not in it."""
    rows = IncidentHit.objects.filter(incident__in=ids, account__in=access.account_ids(user))
    counted = rows.values("incident_id").annotate(
        total=Count("pk"),
        left=Count("pk", filter=LEFT),
        done=Count("pk", filter=Q(state__in=(State.DONE, State.TAKEN)) & ~TAKEN_BACK),
        skipped=Count("pk", filter=Q(state=State.SKIPPED)),
        stuck=Count("pk", filter=Q(state=State.DONE, outgoing__state__in=NOT_OUT)),
    )
    return {
        one["incident_id"]: Progress(
            total=one["total"],
            left=one["left"],
            done=one["total"] - one["left"] - one["skipped"],
            skipped=one["skipped"],
            stuck=one["stuck"],
        )
        for one in counted
    }


def page(user: User, incident: Incident, which: str, after: int) -> tuple[list[IncidentHit], int]:
    """A page of its buyers and the key after which the next begins; 0 at the end."""
    rows = hits(user, incident).select_related("account", "buyer", "order", "outgoing", "settled_by")
    wanted = {
        "left": LEFT,
        "done": Q(state__in=(State.DONE, State.TAKEN)) & ~TAKEN_BACK,
        "skipped": Q(state=State.SKIPPED),
    }
    if which in wanted:
        rows = rows.filter(wanted[which])
    found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def of_case(case: Case) -> list[IncidentHit]:
    """The incidents a conversation belongs to: its buyer is hit, and it speaks of no other order. The newest first."""
    rows = IncidentHit.objects.filter(buyer=case.buyer_id).select_related("incident").order_by("-pk")
    return [row for row in rows[:20] if _is_about(row, case)][:FEW]


def _is_about(row: IncidentHit, case: Case) -> bool:
    is_here = row.case_id == case.pk or case.order_id in row.order_ids
    return is_here or case.order_id is None or not row.order_ids
