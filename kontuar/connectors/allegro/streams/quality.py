"""Stream ``quality``: the score of the last thirty days, all of them in one answer."""

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro import parse_sales, reads
from kontuar.connectors.allegro.capabilities import PROFILE
from kontuar.connectors.allegro.streams.pull import Pull


def pull(pull: Pull) -> Batch:
    """Every day there is: a past day's score may be computed anew."""
    days = parse_sales.quality(pull.api.ask_within(PROFILE, reads.quality()))
    return pull.batch(days, {}, more=False, done=len(days))
