"""What the text engine noticed, as findings of the checks. Without a reading these checks stay silent."""

from collections.abc import Iterator

from kontuar.facts.drafts import DraftFacts
from kontuar.facts.reading import Area, Claim, ClaimKind
from kontuar.facts.reading import Finding as Noticed


def noticed(draft: DraftFacts, area: Area) -> Iterator[Noticed]:
    """Findings of one area, in order of place."""
    if draft.reading is not None:
        yield from (found for found in draft.reading.findings if found.area is area)


def claims(draft: DraftFacts, *kinds: ClaimKind) -> Iterator[Claim]:
    """Claims of some kinds, in order of place."""
    if draft.reading is not None:
        yield from (claim for claim in draft.reading.claims if claim.kind in kinds)
