"""From which network a request comes, as far as budgets care."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

NOWHERE = "unknown"  # whoever hides her address shares one budget with all others who do
IPV6_PREFIX = 64  # one household or phone: it may choose among all addresses behind it


def network_of(request: HttpRequest) -> str:
    """Return the client's network: one IPv4 address, or the /64 of an IPv6 one. Believes PROXIES many proxies."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return NOWHERE
    return network_around(address)


def network_around(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, IPV6_PREFIX), strict=False))
