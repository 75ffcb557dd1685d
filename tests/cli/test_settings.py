"""Settings that do not agree are said at start and by the doctor."""

from typing import Any

import pytest

from kontuar import checks


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({}, []),
        ({"PUBLIC_URL": "https://desk.example"}, []),
        ({"PUBLIC_URL": "http://localhost:8080"}, []),
        ({"PUBLIC_URL": "desk.example"}, ["kontuar.E001"]),
        ({"PUBLIC_URL": "https://desk.example/kontuar"}, ["kontuar.E002"]),
        ({"PUBLIC_URL": "http://desk.example"}, ["kontuar.W001"]),
        ({"PUBLIC_URL": "https://desk.example", "DEBUG": True}, ["kontuar.E003"]),
        ({"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}, ["kontuar.W002"]),
    ],
)
def test_what_does_not_agree_is_named(settings: Any, given: dict[str, Any], ids: list[str]) -> None:
    settings.PUBLIC_URL, settings.DEBUG, settings.IS_HTTPS = "", False, False
    for name, value in given.items():
        setattr(settings, name, value)
    settings.IS_HTTPS = settings.PUBLIC_URL.startswith("https://")
    found = [*checks.public_address(None), *checks.debugging(None), *checks.proxy(None)]
    assert [message.id for message in found] == ids
