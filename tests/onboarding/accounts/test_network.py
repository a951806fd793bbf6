"""Which address counts, and how much of it."""

from typing import Any

import pytest
from django.test import RequestFactory

from onboarding.accounts.network import network_of


def network(remote: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return network_of(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("no address", "unknown"),
    ],
)
def test_an_address_stands_for_its_network(settings: Any, remote: str, expected: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

    assert network(remote) == expected


@pytest.mark.parametrize(("proxies", "expected"), [(0, "10.0.0.1"), (1, "198.51.100.9"), (2, "203.0.113.7")])
def test_as_many_proxies_are_believed_as_there_are(settings: Any, proxies: int, expected: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert network("10.0.0.1", "192.0.2.1, 203.0.113.7, 198.51.100.9") == expected
