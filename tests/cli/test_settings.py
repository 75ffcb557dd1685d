"""Settings that do not agree are said at start and by the doctor."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kontuar import checks


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({}, []),
        ({"PUBLIC_URL": "https://desk.example", "TRUSTED_PROXIES": ["127.0.0.0/8"]}, []),
        ({"PUBLIC_URL": "https://desk.example"}, ["kontuar.W004"]),
        ({"PUBLIC_URL": "https://desk.example", "TRUSTED_PROXIES": ["0.0.0.0/0"]}, ["kontuar.E004"]),
        ({"PUBLIC_URL": "http://localhost:8080"}, []),
        ({"PUBLIC_URL": "desk.example"}, ["kontuar.E001"]),
        ({"PUBLIC_URL": "https://desk.example/kontuar", "TRUSTED_PROXIES": ["::1"]}, ["kontuar.E002"]),
        ({"PUBLIC_URL": "http://desk.example"}, ["kontuar.W001"]),
        ({"PUBLIC_URL": "https://desk.example", "DEBUG": True, "TRUSTED_PROXIES": ["::1"]}, ["kontuar.E003"]),
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


def mail_settings(folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    """What a fresh process makes of a mail server's address."""
    ask = "from kontuar import settings as s; print(s.MAILERS['default'].get('OPTIONS'), s.MAIL_IS_ON, s.MAIL_FROM)"
    env = {**os.environ, "KONTUAR_DATA": str(folder), "KONTUAR_MAIL_URL": url}
    return subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", ["None False kontuar@localhost"]),
        (
            "smtp://desk%40example.com:p%2Fw@mail.example:2525/?tls=1",
            [
                "'host': 'mail.example'",
                "'port': 2525",
                "'password': 'p/w'",
                "'use_tls': True",
                "desk@example.com",
            ],
        ),
        ("smtps://u:p@mail.example", ["'port': 465", "'use_ssl': True", "'use_tls': False"]),
    ],
)
def test_the_mail_server_is_one_address(tmp_path: Path, url: str, told: list[str]) -> None:
    found = mail_settings(tmp_path, url)
    assert found.returncode == 0, found.stderr
    for word in told:
        assert word in found.stdout


def test_a_mail_server_that_is_no_address_stops_the_start(tmp_path: Path) -> None:
    found = mail_settings(tmp_path, "mail.example:587")
    assert found.returncode != 0
    assert "KONTUAR_MAIL_URL must look like" in found.stderr


def test_a_password_without_tls_is_warned_of(settings: Any) -> None:
    options = {"host": "mail.example", "password": "x"}
    settings.MAILERS = {"default": {"OPTIONS": options}}
    assert [message.id for message in checks.mail(None)] == ["kontuar.W003"]
    options["use_tls"] = True
    assert checks.mail(None) == []


def proxy_settings(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """What a fresh process makes of addresses and proxies."""
    ask = (
        "from kontuar import settings as s; print(s.ALLOWED_HOSTS, s.TRUSTED_PROXIES, s.SESSION_COOKIE_NAME, "
        "s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    )
    env = {**os.environ, "KONTUAR_DATA": str(folder), **given}
    return subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=False)


def test_an_https_address_makes_cookies_that_no_other_host_can_set(tmp_path: Path) -> None:
    said = proxy_settings(tmp_path, PUBLIC_URL="https://desk.example", KONTUAR_BEHIND_PROXY="1").stdout
    for word in (
        "desk.example",
        "127.0.0.0/8",
        "__Host-kontuar_session",
        "__Host-kontuar_csrf",
        "True 31536000",
    ):
        assert word in said


def test_a_proxy_that_is_no_address_stops_the_start(tmp_path: Path) -> None:
    found = proxy_settings(tmp_path, KONTUAR_TRUSTED_PROXIES="proxy.local")
    assert found.returncode != 0
    assert "Write addresses or networks" in found.stderr


def database_settings(folder: Path, address: str) -> subprocess.CompletedProcess[str]:
    """What a fresh process makes of a database's address, and what PostgreSQL's programs are told of it."""
    ask = (
        "from kontuar import settings as s; from kontuar.cli.backup import databases as d; b = s.DATABASES['default'];"
        "print({k: b[k] for k in ('NAME', 'USER', 'PASSWORD', 'HOST', 'PORT', 'OPTIONS')});"
        "print(d._as_environment(b)); print(d._address(b))"
    )
    env = {**os.environ, "KONTUAR_DATA": str(folder), "DATABASE_URL": address, "KONTUAR_RUNNER": "lanes"}
    return subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=False)


def test_what_stands_behind_the_databases_address_is_heard(tmp_path: Path) -> None:
    address = (
        "postgresql://k%40desk:p%2Fw%3F@db.example:6432/kontu%61r?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    )
    found = database_settings(tmp_path, f"{address}&connect_timeout=5&keepalives=1")
    assert found.returncode == 0, found.stderr
    plain, environment, whole = found.stdout.splitlines()
    for word in ("'kontuar'", "'k@desk'", "'p/w?'", "'sslmode': 'verify-full'", "'connect_timeout': '5'"):
        assert word in plain
    for word in ("'PGSSLMODE': 'verify-full'", "'PGSSLROOTCERT': '/etc/ca.pem'", "'PGCONNECT_TIMEOUT': '5'"):
        assert word in environment
    assert "KEEPALIVES" not in environment
    assert "sslmode=verify-full" in whole


def test_a_socket_is_named_behind_the_address(tmp_path: Path) -> None:
    found = database_settings(tmp_path, "postgresql:///kontuar?host=/run/postgresql")
    assert "'HOST': '/run/postgresql'" in found.stdout, found.stderr


def test_a_slip_behind_the_address_stops_the_start(tmp_path: Path) -> None:
    """An option that is overlooked would send everything openly."""
    found = database_settings(tmp_path, "postgresql://u:secret@db.example/kontuar?ssl_mode=require")
    assert found.returncode != 0
    assert "ssl_mode" in found.stderr
    assert "secret" not in found.stderr
