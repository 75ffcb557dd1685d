"""What we know of large providers can be used as it stands, and names where it comes from."""

import pytest

from kontuar.connectors.mail import oauth, providers
from kontuar.connectors.mail.mailbox import Security, mailbox_of
from kontuar.connectors.mail.providers import Password, Provider


@pytest.mark.parametrize("provider", providers.ALL, ids=lambda one: one.key)
def test_every_provider_is_protected_sourced_and_makes_a_mailbox(provider: Provider) -> None:
    made = mailbox_of(provider.settings("Sklep@Example.com"), login="")
    assert (made.imap, made.smtp, made.provider) == (provider.imap, provider.smtp, provider.key)
    assert made.address == "sklep@example.com"
    assert made.keeps_sent is provider.keeps_sent
    assert Security.NONE not in (provider.imap.security, provider.smtp.security)
    assert provider.source
    assert all(domain == domain.lower() for domain in provider.domains)
    assert all(url.startswith("https://") for url in (provider.password_url, provider.enable_url) if url)
    assert provider.oauth in ("", *oauth.PLACES)
    assert provider.password is not Password.NONE or provider.oauth
    assert provider.password is not Password.APP or provider.password_url


def test_no_domain_and_no_key_belongs_to_two() -> None:
    assert sum(len(one.domains) for one in providers.ALL) == len(
        set().union(*(p.domains for p in providers.ALL))
    )
    assert len({one.key for one in providers.ALL}) == len(providers.ALL)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("ala@gmail.com", "google"),
        ("ALA@Outlook.com", "microsoft"),
        ("sklep@wp.pl", "wp"),
        ("sklep@op.pl", "onet"),
        ("laden@gmx.de", "gmx"),
        ("shop@icloud.com ", "icloud"),
    ],
)
def test_a_provider_is_told_by_the_address(address: str, key: str) -> None:
    found = providers.of_address(address)
    assert found is not None
    assert found.key == key
    assert providers.named(key) is found


@pytest.mark.parametrize(
    "address", ["sklep@example.com", "gmail.com.evil.example", "", "@", "ala@notgmail.com"]
)
def test_an_address_of_one_s_own_tells_nothing(address: str) -> None:
    assert providers.of_address(address) is None
