"""Numbers for whoever watches the desk: for the right ones only, and nobody's name among them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kontuar.actions.beat import Beat
from kontuar.connector_kit.meters import MOST_SERIES, Counter, Histogram, line
from kontuar.store.queries.health import SWEPT
from tests.shop import Shop

pytestmark = pytest.mark.django_db
VALUE = re.compile(r"^[a-z_]+(\{[a-z_]+=\"[^\"\n]*\"(,[a-z_]+=\"[^\"\n]*\")*\})? [0-9.e+-]+$")


def asked(address: str = "/metrics", **given: Any) -> Any:
    return Client().get(address, **given)


def test_this_machine_is_told_numbers_without_names(shop: Shop) -> None:
    Beat().swept(now=timezone.now())
    Client().get("/health")
    answer = asked()
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    told = answer.content.decode()
    lines = [one for one in told.splitlines() if not one.startswith("#")]
    assert lines
    assert not [one for one in lines if not VALUE.match(one)]
    assert 'kontuar_accounts{state="active"} 2' in lines
    assert any(one.startswith("kontuar_sweep_age_seconds ") for one in lines)
    assert any(one.startswith('kontuar_request_seconds_count{view="health",method="GET"') for one in lines)
    assert shop.account.login not in told


@pytest.mark.parametrize(
    "given",
    [{"REMOTE_ADDR": "203.0.113.9"}, {"headers": {"x-forwarded-for": "203.0.113.9"}}, {"REMOTE_ADDR": ""}],
)
def test_from_elsewhere_there_is_no_such_page(shop: Shop, given: dict[str, Any]) -> None:
    assert asked(**given).status_code == 404


def test_behind_a_proxy_nobody_is_told_without_the_token(shop: Shop, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    assert asked().status_code == 404
    settings.METRICS_TOKEN = "dlugie-haslo"
    assert asked().status_code == 404
    assert asked(headers={"authorization": "Bearer inne-haslo"}).status_code == 404
    right = {"headers": {"authorization": "Bearer dlugie-haslo"}, "REMOTE_ADDR": "203.0.113.9"}
    assert asked(**right).status_code == 200


def test_ready_tells_whether_anybody_looks_for_what_is_due(shop: Shop) -> None:
    cache.delete(SWEPT)
    assert asked("/ready").status_code == 200
    assert (asked("/ready").json()["worker"], asked("/ready?strict=1").status_code) == ("silent", 503)
    Beat().swept(now=timezone.now())
    assert (asked("/ready").json()["worker"], asked("/ready?strict=1").status_code) == ("ok", 200)
    Beat().swept(now=timezone.now() - timedelta(minutes=2))
    assert asked("/ready?strict=1").status_code == 503


def test_every_answer_bears_a_number_of_ours(shop: Shop) -> None:
    first, second = (asked("/health", headers={"x-request-id": "given-by-a-visitor"}) for _ in range(2))
    assert re.fullmatch("[0-9a-f]{16}", first.headers["X-Request-ID"])
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_labels_never_grow_without_end_and_are_escaped() -> None:
    counter, histogram = Counter("a", "b", ("c",)), Histogram("d", "e", ("f",))
    for number in range(MOST_SERIES + 10):
        counter.add(str(number))
        histogram.took(0.2, str(number))
    assert len(list(counter.lines())) == MOST_SERIES
    assert sum(one.startswith("d_count") for one in histogram.lines()) == MOST_SERIES
    assert line("a", {"b": 'x"\\\n'}, 1.5) == 'a{b="x\\"\\\\\\n"} 1.5'


def test_buckets_count_what_is_no_longer_than_they_are() -> None:
    histogram = Histogram("d", "e", ())
    histogram.took(0.03)
    histogram.took(20.0)
    found = dict(one.rsplit(" ", 1) for one in histogram.lines())
    assert (found['d_bucket{le="0.025"}'], found['d_bucket{le="0.05"}'], found['d_bucket{le="+Inf"}']) == (
        "0", "1", "2",
    )  # fmt: skip
    assert (found["d_sum"], found["d_count"]) == ("20.03", "2")
