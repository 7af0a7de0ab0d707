"""Addresses that study texts may be fetched from: official hosts, and nothing inside a network."""

import re
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from domain.refusals import Refused

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
OFFICIAL = (
    "12371.cn",
    "ccdi.gov.cn",
    "dangjian.cn",
    "gov.cn",
    "news.cn",
    "npc.gov.cn",
    "people.cn",
    "people.com.cn",
    "qstheory.cn",
    "xinhuanet.com",
)
"""Hosts, with all below them, that publish official texts; an installation may name others."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a message is an address and nothing else."""
    return bool(_ADDRESS.fullmatch(text.strip()))


def official(address: str, hosts: Collection[str]) -> str:
    """The host of an address that may be fetched from.

    Raises Refused("link_odd") for what is no plain web address (another scheme or port, a name
    or password in it, a bare number of a machine), Refused("link_not_official") for a host that
    is not on the list.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise Refused("link_odd") from error
    host = (parts.hostname or "").rstrip(".").lower()
    plain = parts.scheme in PORTS and port in (None, PORTS.get(parts.scheme))
    if not plain or not host or parts.username or parts.password or len(address) > LONGEST:
        raise Refused("link_odd")
    if is_number(host):
        raise Refused("link_odd")
    if not any(host == one or host.endswith(f".{one}") for one in hosts):
        raise Refused("link_not_official", host=host, hosts=sorted(hosts))
    return host


def is_number(host: str) -> bool:
    """Whether a host is an address of a machine in figures, in any way of writing it."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        # 2130706433, 0x7f.1 and the like are numbers as well to some resolvers.
        return bool(re.fullmatch(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*", host))
    return True


def is_public(number: str) -> bool:
    """Whether an IP address lies on the open internet and not inside a network."""
    found = ip_address(number)
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        found = mapped
    return found.is_global and not found.is_multicast and not found.is_reserved
