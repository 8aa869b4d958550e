"""From which network a request comes: of the client's address only so much as a network has in common."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

BITS = {4: 24, 6: 48}
# Where there is no client but our own proxy, nobody is counted together with everybody else.
OURS = [ip_network(text) for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")]


def of(request: HttpRequest) -> str:
    """ "203.0.113.0/24" or "2001:db8:7::/48"; empty where it cannot be known.

    Behind proxies (TRUSTED_PROXY_COUNT) the client's address is what the outermost of ours has written; what stands before that, anybody can write.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    text = written[-proxies] if 0 < proxies <= len(written) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text.partition("%")[0].strip("[]"))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if any(address in network for network in OURS):
        return ""
    return str(ip_network(f"{address}/{BITS[address.version]}", strict=False))
