"""All settings, from the environment. What each variable means stands in docs/users/settings.md.

Nothing here reads a database or a network; secrets come from the data folder (made at first start)
or from the environment when several machines share them.
"""

import os
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.csp import CSP

from kontuar.store.keys import read_or_make_keys

BASE = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("KONTUAR_DATA", "data")).resolve()
KEYS = read_or_make_keys(DATA_DIR, os.environ)
SECRET_KEY = KEYS.session_key
TOKEN_KEYS = KEYS.token_keys
ATTACHMENTS_DIR = DATA_DIR / "attachments"
FILES_URL = os.environ.get("KONTUAR_FILES", "")  # s3://bucket/prefix instead of that folder (store/files.py)

IS_COPIED = (
    os.environ.get("KONTUAR_COPIED") == "1"
)  # somebody made a copy before this upgrade (cli/schema.py)

DEBUG = os.environ.get("KONTUAR_DEBUG") == "1"
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
_public = urlsplit(PUBLIC_URL)
IS_HTTPS = _public.scheme == "https"
# This machine's own names are answered beside the public one: monitors and checks of a container ask there.
ALLOWED_HOSTS = [*([_public.hostname] if _public.hostname else []), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []


def _trusted_proxies() -> list[str]:
    """Networks whose ``X-Forwarded-…`` is believed; ``KONTUAR_BEHIND_PROXY=1`` alone means this machine."""
    named = os.environ.get("KONTUAR_TRUSTED_PROXIES", "").replace(",", " ").split()
    if not named and os.environ.get("KONTUAR_BEHIND_PROXY") == "1":
        named = ["127.0.0.0/8", "::1"]
    try:
        return [str(ip_network(name, strict=False)) for name in named]
    except ValueError as problem:
        raise SystemExit(
            f"KONTUAR_TRUSTED_PROXIES: {problem}. Write addresses or networks, as 10.0.0.5 or 172.18.0.0/16."
            " Nothing was changed."
        ) from None


TRUSTED_PROXIES = _trusted_proxies()
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # taken out of what others send

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "kontuar.store",
    "kontuar.web",
]

METRICS_TOKEN = os.environ.get("KONTUAR_METRICS_TOKEN", "")
MIDDLEWARE = [
    "kontuar.web.watched.Watched",
    "kontuar.web.proxy.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "kontuar.web.assets.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kontuar.web.middleware.LanguageOfThePerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kontuar.web.middleware.SignInRequired",
    "kontuar.web.presence.Presence",
    "kontuar.web.limits.Limits",
]

ROOT_URLCONF = "kontuar.urls"
WSGI_APPLICATION = "kontuar.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "web" / "pages", BASE / "web" / "shared"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kontuar.web.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "kontuar.web.templatetags.kontuar"],
        },
    }
]


OF_AN_ADDRESS = frozenset({
    "application_name", "channel_binding", "connect_timeout", "gssencmode", "keepalives", "keepalives_count",
    "keepalives_idle", "keepalives_interval", "options", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert",
    "target_session_attrs", "tcp_user_timeout",
})  # fmt: skip
"""What may stand behind the ? of ``DATABASE_URL`` beside ``host``, by PostgreSQL's own names."""


def _behind_the_address(query: str) -> dict[str, str]:
    """Refused rather than overlooked: a slip in ``sslmode`` would send everything openly."""
    found = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
    if strange := found.keys() - OF_AN_ADDRESS - {"host"}:
        raise SystemExit(
            f"DATABASE_URL: {min(strange)[:40]} is nothing that may stand behind its ?. Nothing was changed."
        )
    return found


def _database() -> dict[str, object]:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        # Synchronous FULL: NORMAL may lose the last commits on power loss, and with them "sending"
        # or a single-use refresh token. IMMEDIATE: a transaction that will write says so at once.
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "kontuar.sqlite3",
            # A new connection for each page would cost two milliseconds and begin with an empty cache.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # The cache (KiB) holds what the largest page reads; SQLite's own 2,000 are read through anew each time.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-4096;",
            },
            "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(
            "DATABASE_URL must begin with postgresql:// (leave it out for SQLite). Nothing was changed."
        )
    options = _behind_the_address(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        # What a connection has prepared goes with it; one that is gone is noticed (CONN_HEALTH_CHECKS).
        "CONN_MAX_AGE": 1800,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
PREPARED_STATEMENTS = os.environ.get("KONTUAR_PREPARED_STATEMENTS", "1") != "0"  # store/prepared.py


def _runner() -> str:
    """Who hands due rows to ``kontuar work``; Procrastinate needs PostgreSQL and the extra ``machines``."""
    is_there = DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql" and bool(
        find_spec("procrastinate")
    )
    wanted = os.environ.get("KONTUAR_RUNNER") or ("procrastinate" if is_there else "lanes")
    if wanted not in {"lanes", "procrastinate"} or (wanted == "procrastinate" and not is_there):
        raise SystemExit(
            "KONTUAR_RUNNER is lanes or procrastinate; the latter needs PostgreSQL and the package procrastinate"
            " (pip install 'kontuar[machines]'). Nothing was changed."
        )
    return wanted


RUNNER = _runner()
if RUNNER == "procrastinate":
    INSTALLED_APPS.append("procrastinate.contrib.django")  # its tables (docs/decisions/0012-procrastinate.md)
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
AUTH_USER_MODEL = "kontuar.User"
AUTHENTICATION_BACKENDS = ["kontuar.web.sign_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "kontuar.web.sign_in.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "kontuar.web.pages.sign_in.forms.SignIn",
    "change_password": "kontuar.web.pages.sign_in.forms.ChangePassword",
    "reauthenticate": "kontuar.web.pages.sign_in.forms.Password",
}
# Failed attempts: ten a minute from one address, five in five minutes for one name (known or not).
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/300s/key",
    "login": "30/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever changes how he signs in types his password (or shows a factor) first; that holds five minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "kontuar.web.second_factor.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are notes here, nobody signs in by one
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_TOLERANCE = 1  # a step before and after, for clocks that differ; a code works once all the same
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}
MFA_FORMS = {
    "authenticate": "kontuar.web.pages.sign_in.forms.Code",
    "reauthenticate": "kontuar.web.pages.sign_in.forms.CodeAgain",
    "authenticate_webauthn": "kontuar.web.pages.sign_in.forms.Passkey",
    "login_webauthn": "kontuar.web.pages.sign_in.forms.PasskeyAlone",
    "reauthenticate_webauthn": "kontuar.web.pages.sign_in.forms.PasskeyAgain",
    "activate_totp": "kontuar.web.pages.security.forms.FirstCode",
    "add_webauthn": "kontuar.web.pages.security.forms.NewPasskey",
    "edit_webauthn": "kontuar.web.pages.security.forms.PasskeyName",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# "__Host-": the browser takes such a cookie from this very host over TLS alone, and gives it to nobody else.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_ENGINE = "kontuar.web.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}kontuar_session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}kontuar_csrf"
MESSAGE_STORAGE = "kontuar.web.notes.Notes"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("KONTUAR_HSTS_SUBDOMAINS") == "1"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English"), ("lt", "Lietuvių"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE / "web" / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kontuar.web.assets.HashedStatic"},
}
MEDIA_ROOT = ATTACHMENTS_DIR
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that all processes count sign-in attempts together; so large that nobody pushes his
# own attempts out of it by making up names.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}


def _mailer() -> dict[str, Any]:
    """Letters at night: ``smtp://user:password@host:587/?tls=1`` or ``smtps://user:password@host:465``."""
    url = os.environ.get("KONTUAR_MAIL_URL", "")
    if not url:
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SystemExit(
            "KONTUAR_MAIL_URL must look like smtp://user:password@host:587/?tls=1 (leave it out for no mail)."
            " Nothing was changed."
        )
    is_ssl = parts.scheme == "smtps"
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if is_ssl else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": not is_ssl and parse_qs(parts.query).get("tls", ["0"])[0] == "1",
            "use_ssl": is_ssl,
            "timeout": 20,
        },
    }


MAILERS = {"default": _mailer()}
MAIL_IS_ON = bool(os.environ.get("KONTUAR_MAIL_URL"))
_mail_user = unquote(urlsplit(os.environ.get("KONTUAR_MAIL_URL", "")).username or "")
MAIL_FROM = os.environ.get("KONTUAR_MAIL_FROM") or (_mail_user if "@" in _mail_user else "kontuar@localhost")
LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS: list[str] = []
