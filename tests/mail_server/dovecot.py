"""A throw-away Dovecot: found on this machine, run in a folder below /tmp by nobody special.

It wants to be started by root with two accounts of its own; run rootless (as its documentation describes) it needs
neither, so that the same configuration serves a person's machine, a container and CI. As root it is run by the
account ``mail``, which every Debian has.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer
from tests.mail_server import certificates
from tests.ports import free_ports

HOW_TO_GET = "Dovecot 2.3 was not found. Debian 12: apt install dovecot-imapd (stop its service)."
PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/usr/local/opt/dovecot/sbin")
SECONDS_TO_START = 120.0

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_client_limit = 200
default_process_limit = 40
default_vsz_limit = 1G
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
ssl_client_ca_file = {folder}/authority.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
auth_cache_size = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
mail_fsync = never
mailbox_list_index = no
mailbox_idle_check_interval = 1 secs
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {user}
mail_gid = {group}
import_environment = TZ

namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
  }}
  mailbox Drafts {{
    special_use = \\Drafts
  }}
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = username_format=%u {folder}/users/%u
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""
OAUTH2 = """
introspection_mode = auth
introspection_url = {url}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""


class NoDovecot(Exception):
    """There is none on this machine that could be used; the text says how to get it."""


def program() -> Path:
    """``dovecot`` itself. NoDovecot when there is none, or one whose configuration is another (2.4)."""
    found = shutil.which("dovecot", path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))
    if not found:
        raise NoDovecot(HOW_TO_GET)
    said = subprocess.run([found, "--version"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    if not said.stdout.startswith("2.3."):
        raise NoDovecot(f"{HOW_TO_GET} This one is {said.stdout.strip()!r}.")
    return Path(found)


class Dovecot:
    """A running server on free ports of 127.0.0.1, gone after ``stop``.

    ``port`` speaks plain IMAP with STARTTLS, ``tls_port`` TLS from the start. ``tokens`` maps OAuth2 access
    tokens to the user they are good for (XOAUTH2).
    """

    def __init__(self) -> None:
        self._program = program()
        self.folder = Path(
            tempfile.mkdtemp(prefix="kontuar-mail-", dir="/tmp" if os.name == "posix" else None)
        )
        self.port, self.tls_port = free_ports(2)
        self.tokens: dict[str, str] = {}
        self._introspection = ScriptedServer(self._introspected)
        try:
            self._prepare()
            self._start()
        except BaseException:
            self._introspection.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def add_user(self, address: str, password: str, **extra: str) -> Path:
        """A user, or the same one with another password; gives the home. ``extra`` are fields of the user file."""
        home = self.folder / "homes" / address
        for part in ("", "Maildir", "Maildir/cur", "Maildir/new", "Maildir/tmp"):
            self.own(home / part)
        fields = " ".join(f"{name}={value}" for name, value in extra.items())
        line = f"{address}:{{PLAIN}}{password}:::: {home}::{fields}\n".replace(":::: ", "::::")
        wanted = self.folder / "users" / address
        fresh = wanted.with_name(f".{wanted.name}")
        fresh.write_text(line)
        self._give(fresh)
        fresh.replace(wanted)
        return home

    def own(self, folder: Path) -> None:
        """Make a folder Dovecot may write to."""
        folder.mkdir(parents=True, exist_ok=True)
        self._give(folder)

    def put(self, content: bytes, folder: Path, name: str, *, at: float | None = None) -> None:
        """Deliver into a Maildir: written aside, then moved in, as every delivery program does."""
        aside = folder / "tmp" / name
        aside.write_bytes(content)
        self._give(aside)
        if at is not None:
            os.utime(aside, (at, at))
        aside.rename(folder / ("cur" if ":2," in name else "new") / name)

    def log(self) -> str:
        """What it wrote down so far."""
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def kick(self, address: str) -> None:
        """End every connection of a user, as a restart of the server does."""
        words = [self._program.with_name("doveadm"), "-c", self.folder / "dovecot.conf", "kick", address]
        for place in (words[0], Path("/usr/bin/doveadm")):
            if place.exists():
                subprocess.run([place, *words[1:]], stdin=subprocess.DEVNULL, capture_output=True, **_as())
                return
        raise NoDovecot("doveadm is not beside dovecot.")

    def stop(self) -> None:
        try:
            self._process.terminate()
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(60)
        finally:
            self._introspection.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare(self) -> None:
        user, group = _account()
        self.folder.chmod(0o755)
        for name in ("run", "state", "users", "homes"):
            self.own(self.folder / name)
        self.certificates = certificates.make(self.folder)
        values = {"folder": self.folder, "user": user, "group": group, "port": self.port}
        (self.folder / "dovecot.conf").write_text(CONFIGURATION.format(**values, tls_port=self.tls_port))
        (self.folder / "oauth2.conf").write_text(OAUTH2.format(url=self._introspection.url))
        for path in (
            self.folder,
            self.certificates.key,
            *self.folder.glob("*.conf"),
            *self.folder.glob("*.pem"),
        ):
            self._give(path)  # to be read under any umask

    def _start(self) -> None:
        words = [self._program, "-F", "-c", self.folder / "dovecot.conf"]
        with (self.folder / "said").open("wb") as said:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=self.folder, **_as()
            )
        until = time.monotonic() + SECONDS_TO_START
        while not _answers(self.port):
            if self._process.poll() is not None or time.monotonic() > until:
                self._process.kill()
                self._process.wait(60)
                words_said = (self.folder / "said").read_text(errors="replace") + self.log()
                raise RuntimeError(f"Dovecot did not start: {words_said[-2000:]}")
            time.sleep(0.02)

    def _introspected(self, asked: Asked) -> Reply:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:  # a 401 would be asked again for seconds
            return Reply.of_json({"active": "false", "username": ""})
        return Reply.of_json({"active": "true", "username": self.tokens[token]})

    def _give(self, path: Path) -> None:
        if is_root():
            shutil.chown(path, *_account())


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _account() -> tuple[str, str]:
    """The user and group that run Dovecot and own the mailboxes."""
    if is_root():
        return "mail", "mail"
    import grp
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def _as() -> dict[str, Any]:
    """Options of a process that make it run as nobody special."""
    user, group = _account()
    return {"user": user, "group": group, "extra_groups": []} if is_root() else {}


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        return line.recv(4) == b"* OK"
    return False
