"""Large providers of mailboxes: where their servers are, and how a program gets in. Dated data with sources.

Only providers that can be told by the address, and hosts a person can choose by name. Servers that differ from
customer to customer (home.pl, nazwa.pl, cyberfolks) are asked of the person. ``THUNDERBIRD`` is Thunderbird's own list
of providers, github.com/thunderbird/autoconfig, folder ``ispdb``, which names each provider's page. At wp.pl, o2.pl,
web.de and icloud.com that list logs in with the part before the ``@`` alone. Here the whole address is the login name
everywhere (o2's letter to new users names it; of the others people report that it works); a person can set another.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kontuar.connectors.mail.mailbox import Security, Server
from kontuar.connectors.mail.oauth import GOOGLE, MICROSOFT

READ_ON = date(2026, 11, 23)
THUNDERBIRD = "github.com/thunderbird/autoconfig/blob/master/ispdb"


class Password(StrEnum):
    """What a program logs in with: the mailbox's own password, one made for programs, or none at all (OAuth)."""

    OWN = "password"
    APP = "app_password"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One provider. ``domains`` in small letters; none for a host of other people's domains.

    ``password_url`` is the page where a password for programs is made. ``enable_url`` is where IMAP is switched on,
    for those who have it off at first. ``oauth`` names the place of ``oauth.PLACES``. ``keeps_sent``: what is sent
    over its server appears in the sent folder by itself; where that is not certain it stays False, for two copies
    are better than none.
    """

    key: str
    name: str
    imap: Server
    smtp: Server
    source: str
    domains: frozenset[str] = frozenset()
    password: Password = Password.OWN
    password_url: str = ""
    enable_url: str = ""
    oauth: str = ""
    keeps_sent: bool = False
    checked_on: date = READ_ON

    def settings(self, address: str) -> dict[str, Any]:
        """What ``Account.settings`` holds for a mailbox here."""
        return {
            "address": address.strip().lower(),
            "imap": _as_setting(self.imap),
            "smtp": _as_setting(self.smtp),
            "provider": self.key,
            "keeps_sent": self.keeps_sent,
        }


def _as_setting(server: Server) -> dict[str, Any]:
    return {"host": server.host, "port": server.port, "security": server.security.value}


def _tls(host: str, port: int) -> Server:
    return Server(host=host, port=port, security=Security.TLS)


def _starttls(host: str, port: int = 587) -> Server:
    return Server(host=host, port=port, security=Security.STARTTLS)


ALL: tuple[Provider, ...] = (
    Provider(
        key=GOOGLE,
        name="Gmail",
        domains=frozenset({"gmail.com", "googlemail.com"}),
        imap=_tls("imap.gmail.com", 993),
        smtp=_tls("smtp.gmail.com", 465),
        password=Password.APP,
        password_url="https://myaccount.google.com/apppasswords",  # noqa: S106 (an address)
        oauth=GOOGLE,
        keeps_sent=True,
        source=f"{THUNDERBIRD}/googlemail.com.xml; support.google.com/mail/answer/7126229 (servers), "
        "support.google.com/accounts/answer/185833 (app passwords)",
    ),
    Provider(
        key=MICROSOFT,
        name="Outlook.com, Microsoft 365",
        domains=frozenset(
            f"{brand}.{ending}"
            for brand in ("outlook", "hotmail", "live")
            for ending in ("com", "de", "fr", "it", "es", "at", "be", "dk", "ie", "cz", "sk", "hu", "co.uk")
        )
        | {"msn.com", "windowslive.com", "outlook.lv", "hotmail.lt", "hotmail.lv", "outlook.pt"},
        imap=_tls("outlook.office365.com", 993),
        smtp=_starttls("smtp.office365.com"),
        password=Password.NONE,
        enable_url="https://outlook.live.com/mail/0/options/mail/forwarding",
        oauth=MICROSOFT,
        keeps_sent=True,
        source=f"{THUNDERBIRD}/hotmail.com.xml and office365.com.xml (OAuth2 is the only way in); "
        "support.microsoft.com, POP, IMAP, and SMTP settings for Outlook.com (IMAP is off at first)",
    ),
    Provider(
        key="yahoo",
        name="Yahoo",
        domains=frozenset(
            {"yahoo.com", "yahoo.de", "yahoo.co.uk", "yahoo.fr", "yahoo.it", "yahoo.es", "ymail.com"}
        )
        | {"yahoo.pl", "rocketmail.com", "myyahoo.com"},
        imap=_tls("imap.mail.yahoo.com", 993),
        smtp=_tls("smtp.mail.yahoo.com", 465),
        password=Password.APP,
        password_url="https://login.yahoo.com/account/security",  # noqa: S106 (an address)
        source=f"{THUNDERBIRD}/yahoo.com.xml; help.yahoo.com/kb/SLN15241.html (app passwords)",
    ),
    Provider(
        key="aol",
        name="AOL",
        domains=frozenset({"aol.com", "aol.de", "aol.co.uk", "aim.com"}),
        imap=_tls("imap.aol.com", 993),
        smtp=_tls("smtp.aol.com", 465),
        password=Password.APP,
        password_url="https://login.aol.com/account/security",  # noqa: S106 (an address)
        source=f"{THUNDERBIRD}/aol.com.xml",
    ),
    Provider(
        key="icloud",
        name="iCloud",
        domains=frozenset({"icloud.com", "me.com", "mac.com"}),
        imap=_tls("imap.mail.me.com", 993),
        smtp=_starttls("smtp.mail.me.com"),
        password=Password.APP,
        password_url="https://account.apple.com/account/manage",  # noqa: S106 (an address)
        source=f"{THUNDERBIRD}/me.com.xml; support.apple.com/102525 (servers), support.apple.com/102654 (passwords)",
    ),
    Provider(
        key="wp",
        name="Poczta WP",
        domains=frozenset({"wp.pl"}),
        imap=_tls("imap.wp.pl", 993),
        smtp=_tls("smtp.wp.pl", 465),
        enable_url="https://pomoc.wp.pl/jak-skonfigurowac-program-pocztowy",
        source=f"{THUNDERBIRD}/wp.pl",
    ),
    Provider(
        key="o2",
        name="Poczta o2",
        domains=frozenset({"o2.pl", "go2.pl", "tlen.pl", "prokonto.pl"}),
        imap=_tls("poczta.o2.pl", 993),
        smtp=_tls("poczta.o2.pl", 465),
        enable_url="https://pomoc.o2.pl/aktywacja-dostepu-dla-programow-pocztowych",
        source=f"{THUNDERBIRD}/o2.pl.xml (names the page where access of programs is switched on)",
    ),
    Provider(
        key="onet",
        name="Onet Poczta",
        domains=frozenset(
            {"onet.pl", "onet.eu", "op.pl", "vp.pl", "autograf.pl", "buziaczek.pl", "amorki.pl"}
        )
        | {"poczta.onet.pl", "poczta.onet.eu", "republika.pl", "adres.pl", "cyberia.pl", "onet.com.pl"}
        | {"opoczta.pl", "pseudonim.pl", "spoko.pl", "vip.onet.pl"},
        imap=_tls("imap.poczta.onet.pl", 993),
        smtp=_tls("smtp.poczta.onet.pl", 465),
        source=f"{THUNDERBIRD}/onet.pl",
    ),
    Provider(
        key="interia",
        name="Poczta Interia",
        domains=frozenset({"interia.pl", "interia.eu", "poczta.fm"}),
        imap=_tls("poczta.interia.pl", 993),
        smtp=_tls("poczta.interia.pl", 465),
        enable_url="https://pomoc.poczta.interia.pl/programy-pocztowe/"
        "news-parametry-do-konfiguracji-programow-pocztowych,nId,2136275",
        source="servers as many public programs use them (find: poczta.interia.pl); Interia's own page was not at hand",
    ),
    Provider(
        key="gmx",
        name="GMX",
        domains=frozenset(
            {"gmx.net", "gmx.de", "gmx.at", "gmx.ch", "gmx.eu", "gmx.biz", "gmx.org", "gmx.info"}
        ),
        imap=_tls("imap.gmx.net", 993),
        smtp=_tls("mail.gmx.net", 465),
        password_url="https://hilfe.gmx.net/sicherheit/2fa/anwendungsspezifisches-passwort.html",  # noqa: S106
        enable_url="https://hilfe.gmx.net/pop-imap/einschalten.html",
        source=f"{THUNDERBIRD}/gmx.net.xml; hilfe.gmx.net (a password for programs only with two-factor sign-in)",
    ),
    Provider(
        key="gmx-com",
        name="GMX",
        domains=frozenset(
            {"gmx.com", "gmx.co.uk", "gmx.us", "gmx.fr", "gmx.es", "gmx.it", "gmx.ie", "gmx.pt"}
        ),
        imap=_tls("imap.gmx.com", 993),
        smtp=_tls("mail.gmx.com", 465),
        source=f"{THUNDERBIRD}/gmx.com.xml",
    ),
    Provider(
        key="web.de",
        name="WEB.DE",
        domains=frozenset({"web.de"}),
        imap=_tls("imap.web.de", 993),
        smtp=_tls("smtp.web.de", 465),
        enable_url="https://hilfe.web.de/pop-imap/einschalten.html",
        source=f"{THUNDERBIRD}/web.de.xml",
    ),
    Provider(
        key="t-online",
        name="T-Online",
        domains=frozenset({"t-online.de", "magenta.de"}),
        imap=_tls("secureimap.t-online.de", 993),
        smtp=_tls("securesmtp.t-online.de", 465),
        password=Password.APP,
        password_url="https://www.telekom.de/hilfe/apps-dienste/e-mail/programme/passwort-verwalten",  # noqa: S106
        source=f"{THUNDERBIRD}/t-online.de.xml (its web site's password does not work in programs)",
    ),
    Provider(
        key="freenet",
        name="freenet",
        domains=frozenset({"freenet.de"}),
        imap=_tls("mx.freenet.de", 993),
        smtp=_tls("mx.freenet.de", 465),
        enable_url="https://kundenservice.freenet.de/faq/e-mail-client-mail/pop3-imap-und-smtp-aktivieren/",
        source=f"{THUNDERBIRD}/freenet.de.xml",
    ),
    Provider(
        key="mailbox.org",
        name="mailbox.org",
        domains=frozenset({"mailbox.org"}),
        imap=_tls("imap.mailbox.org", 993),
        smtp=_tls("smtp.mailbox.org", 465),
        source=f"{THUNDERBIRD}/mailbox.org.xml",
    ),
    Provider(
        key="posteo",
        name="Posteo",
        domains=frozenset(
            f"posteo.{ending}" for ending in ("de", "at", "ch", "net", "eu", "pl", "lt", "uk", "org")
        ),
        imap=_tls("posteo.de", 993),
        smtp=_tls("posteo.de", 465),
        source=f"{THUNDERBIRD}/posteo.de.xml",
    ),
    Provider(
        key="ionos",
        name="IONOS",
        domains=frozenset({"online.de", "onlinehome.de"}),
        imap=_tls("imap.ionos.de", 993),
        smtp=_tls("smtp.ionos.de", 465),
        source=f"{THUNDERBIRD}/ionos.de and 1und1.de.xml (its free domains)",
    ),
    Provider(
        key="ovh",
        name="OVHcloud (MX Plan)",
        imap=_tls("ssl0.ovh.net", 993),
        smtp=_tls("ssl0.ovh.net", 465),
        source="help.ovhcloud.com and gids.ovh.nl/EmailSmtpPop3Imap (ssl0.ovh.net)",
    ),
)
_BY_DOMAIN = {domain: provider for provider in ALL for domain in provider.domains}


def of_address(address: str) -> Provider | None:
    """The provider of an address, None where its domain tells nothing."""
    return _BY_DOMAIN.get(address.strip().rpartition("@")[2].strip(".").lower())


def named(key: str) -> Provider | None:
    """By what ``Account.settings["provider"]`` holds."""
    return next((one for one in ALL if one.key == key), None)
