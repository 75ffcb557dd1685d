"""What a portion of news touched, so that it is judged once at the end."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Touched:
    """Rows whose verdict may have changed."""

    case_ids: set[int] = field(default_factory=set)
    order_ids: set[int] = field(default_factory=set)
