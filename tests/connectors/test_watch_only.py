"""Watch-only means that nothing leaves: every function of every connector's ``compose``, found by walking.

A connector that speaks another protocol than HTTP composes no Request; for it, each deed is tried as a whole.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import pytest

import kontuar.connectors
from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.calls import Request
from kontuar.connector_kit.contract import Application, Tokens, Way
from kontuar.connector_kit.errors import NotSupported, WatchOnly
from kontuar.connector_kit.scripted import ScriptedServer
from kontuar.connectors import CONNECTORS
from kontuar.facts import deeds

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BY_HAND = {"elsewhere"}
"""Connectors of places without an interface: they cannot even be opened."""
KINDS: tuple[type[Any], ...] = typing.get_args(deeds.Deed)


def compose_modules() -> list[types.ModuleType]:
    """Every module of every connector whose name says that it composes."""
    found = pkgutil.walk_packages(kontuar.connectors.__path__, "kontuar.connectors.")
    names = [module.name for module in found if module.name.rpartition(".")[2].startswith("compose")]
    return [importlib.import_module(name) for name in sorted(names)]


def composing(module: types.ModuleType) -> list[Callable[..., Request]]:
    """The public functions of a module that make requests."""
    functions = inspect.getmembers(module, inspect.isfunction)
    return [
        function
        for name, function in functions
        if not name.startswith("_")
        and function.__module__ == module.__name__
        and typing.get_type_hints(function).get("return") is Request
    ]


ALL = [(module, function) for module in compose_modules() for function in composing(module)]


def sample(hint: Any, name: str = "") -> Any:
    """A value of a type, deeds included, built from its hints alone."""
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        fields = dataclasses.fields(hint)
        return typing.cast(Any, hint)(
            **{field.name: sample(hints[field.name], field.name) for field in fields}
        )
    if name == "media_type":
        return "application/pdf"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    made = {str: "słowo", bytes: b"\x89PNG", bool: True, int: 1, datetime: NOW}
    if typing.get_origin(hint) is tuple:
        return (sample(typing.get_args(hint)[0]),)
    return made[hint]


def request_of(function: Callable[..., Request]) -> Request:
    hints = typing.get_type_hints(function)
    hints.pop("return")
    return function(**{name: sample(hint, name) for name, hint in hints.items()})


def open_watch_only(connector: str, server: ScriptedServer) -> Any:
    application = Application(
        name="Kontuar",
        version="1.0",
        kind="device",
        client_id="id",
        client_secret="secret",
        place="practice",
        base_url=server.url,
    )
    tokens = Tokens(access="a", refresh="r", access_expires_at=NOW + timedelta(hours=1))
    url = urlsplit(server.url)
    here = {"host": url.hostname, "port": url.port, "security": "none"}
    return CONNECTORS[connector].open(
        application,
        tokens,
        login="sklep",
        watch_only=True,
        gate=OpenGate(),
        settings={"imap": here, "smtp": here},
    )


def test_every_connector_has_a_compose_and_every_compose_a_function() -> None:
    assert {module.__name__.split(".")[2] for module in compose_modules()} == set(CONNECTORS) - BY_HAND
    with_requests = {module for module, _ in ALL}
    for module in set(compose_modules()) - with_requests:
        assert not hasattr(module, "Request"), f"{module.__name__} makes requests and none was found"
    assert {module.__name__.split(".")[2] for module in with_requests} == set(CONNECTORS) - {"mail"} - BY_HAND


def test_a_request_made_outside_compose_is_no_write() -> None:
    """What is composed elsewhere in a connector (``reads``) only reads, and so needs no walk."""
    from kontuar.connectors.allegro import reads

    made = [function for _, function in inspect.getmembers(reads, inspect.isfunction)]
    asking = [function for function in made if typing.get_type_hints(function).get("return") is Request]
    assert len(asking) > 8
    source = inspect.getsource(reads)
    assert source.count("Request(") == 1
    assert 'method="GET"' in source


@pytest.mark.parametrize(
    ("module", "function"), ALL, ids=[f"{module.__name__}.{function.__name__}" for module, function in ALL]
)
def test_no_composed_request_leaves_a_watch_only_account(
    module: types.ModuleType, function: Callable[..., Request]
) -> None:
    request = request_of(function)
    assert request.is_write
    assert request.method != "GET"
    with ScriptedServer() as server:
        client = open_watch_only(module.__name__.split(".")[2], server)
        with pytest.raises(WatchOnly):
            client._line.send(request)
        client.close()
        assert server.asked == []


def test_no_deed_in_an_issue_leaves_a_watch_only_account() -> None:
    thread = "issue:6f552f2e-9626-46b3-af09-bfdbf9690d65"
    for kind in (deeds.AnswerThread, deeds.UploadAttachment):
        with ScriptedServer() as server:
            client = open_watch_only("allegro", server)
            with pytest.raises(WatchOnly):
                client.perform(dataclasses.replace(sample(kind), thread_id=thread))
            client.close()
            assert server.asked == []


@pytest.mark.parametrize("connector", sorted(BY_HAND))
def test_no_line_leads_to_a_place_where_a_person_sends(connector: str) -> None:
    assert Way.API not in CONNECTORS[connector].capabilities.values()
    with ScriptedServer() as server:
        with pytest.raises(NotSupported):
            open_watch_only(connector, server)
        assert server.asked == []


@pytest.mark.parametrize("connector", sorted(set(CONNECTORS) - BY_HAND))
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_deed_leaves_a_watch_only_account(connector: str, kind: type[Any]) -> None:
    is_claimed = CONNECTORS[connector].capabilities.get(kind, Way.NONE) is Way.API
    with ScriptedServer() as server:
        client = open_watch_only(connector, server)
        with pytest.raises(WatchOnly if is_claimed else (WatchOnly, NotSupported)):
            client.perform(sample(kind))
        client.close()
        assert server.asked == []
