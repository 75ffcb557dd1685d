"""Everything the published API has is either built or answers 501, and is listed."""

import re

from kontuar.practice_market.allegro import unbuilt
from kontuar.practice_market.allegro.api import BUILT
from tests.practice_market.spec import OFFICIAL, load
from tests.practice_market.stall import Stall, error_code

METHODS = ("get", "put", "post", "patch", "delete")


def test_built_and_unbuilt_together_are_the_published_api() -> None:
    paths = load(OFFICIAL)["paths"]
    published = {f"{m.upper()} {path}" for path, item in paths.items() for m in item if m in METHODS}
    built = {operation.name for operation in BUILT}
    waiting = {f"{method} {path}" for method, path in unbuilt.operations()}
    assert not built & waiting
    assert built | waiting == published
    assert len(published) == 267


def test_scopes_and_media_types_are_the_published_ones() -> None:
    paths = load(OFFICIAL)["paths"]
    for operation in BUILT:
        described = paths[operation.path][operation.method.lower()]
        ways = described.get(
            "security", []
        )  # PATCH of an offer names none; it asks for what its commands ask
        scopes = {scope for way in ways for wanted in way.values() for scope in wanted}
        wanted = {f"allegro:api:{operation.scope}"} if operation.scope else set()
        assert scopes == wanted or "security" not in described, operation.name
        body = described.get("requestBody", {}).get("content", {})
        assert set(body) <= set(operation.content), operation.name
        assert bool(body) == bool(operation.content), operation.name


def test_every_unbuilt_operation_answers_501(stall: Stall) -> None:
    for method, template in unbuilt.operations():
        path = re.sub(r"\{\w+\}", "1", template)
        answer = stall.send(method, path)
        assert (answer.status_code, error_code(answer)) == (501, "NotImplementedException"), (
            method,
            template,
        )


def test_they_are_listed(stall: Stall) -> None:
    listed = stall.client.get("/_market/operations", base_url="http://localhost").get_json()
    assert "GET /messaging/threads" in listed["built"]
    assert "POST /auth/oauth/token" in listed["built"]
    assert "GET /sale/issues" in listed["built"]
    assert "GET /sale/smart" in listed["unbuilt"]
    assert len(listed["built"]) + len(listed["unbuilt"]) == 267 + 2


def test_a_path_that_is_none_of_theirs_is_not_found(stall: Stall) -> None:
    for path in ("/webhooks", "/messaging", "/order/checkout-forms/a/b/c", "/me/x"):
        assert stall.get(path).status_code == 404, path
    wrong = stall.send("DELETE", "/me")
    assert wrong.status_code == 405
    assert set(wrong.headers["Allow"].split(", ")) == {"GET", "HEAD"}
