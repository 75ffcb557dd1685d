"""What a portion of news touched, so that it is judged once at the end."""

from dataclasses import dataclass, field

from kontuar.store.models import Message, Thread


@dataclass(slots=True)
class Touched:
    """Rows whose verdict may have changed, and messages whose words did.

    ``messages`` are the new rows and those whose text changed, ``thread.buyer`` loaded, for the search; None
    when whoever stored them did not say, and then all messages of the portion are compared with the index.
    """

    case_ids: set[int] = field(default_factory=set)
    order_ids: set[int] = field(default_factory=set)
    issue_ids: set[int] = field(default_factory=set)
    messages: list[Message] | None = None
    letters: int = 0
    """Mails stored."""
    threads: dict[str, Thread] = field(default_factory=dict)
    """Threads of this portion by external id, ``buyer`` loaded: who stores their messages need not ask again."""
