"""A desk with a thousand buyers, and a long change of all of them that may die in a given batch."""

import os
import sys
from datetime import UTC, datetime

from kontuar.cli.load import load

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def fill() -> None:
    from kontuar.cli import schema
    from kontuar.store.models import Account, Application, Buyer

    schema.bring_up_to_date()
    application = Application.objects.create(
        platform="allegro", place="practice", name="K", kind="device", client_id="c", client_secret_sealed="",
        created_at=NOW,
    )  # fmt: skip
    account = Account.objects.create(
        platform="allegro", application=application, external_id="1", login="sklep", connected_at=NOW,
        read_since=NOW, tokens_sealed="", tokens_stored_at=NOW, access_expires_at=NOW,
    )  # fmt: skip
    Buyer.objects.bulk_create(Buyer(account=account, login=f"k{n}", first_seen_at=NOW) for n in range(1000))


def change(die_in: int) -> None:
    from kontuar.store.batches import in_batches
    from kontuar.store.models import Buyer

    seen = 0

    def step(rows: list[Buyer]) -> None:
        nonlocal seen
        seen += 1
        for place, row in enumerate(rows):
            row.name += "x"
            row.save(update_fields=["name"])
            if seen == die_in and place == len(rows) // 2:
                os._exit(9)

    print(in_batches(Buyer.objects.filter(name=""), step, many=100))


def tell() -> None:
    from kontuar.store.models import Buyer

    print(*sorted(set(Buyer.objects.values_list("name", flat=True))), sep=",")


if __name__ == "__main__":
    load()
    if sys.argv[1] == "change":
        change(int(sys.argv[2]))
    else:
        {"fill": fill, "tell": tell}[sys.argv[1]]()
