"""May we connect to this address?

A check before the request is not enough: the name may resolve to something else a moment later (DNS rebinding). So the
check stands where the connection is made: resolve once, demand that *every* answer is public, connect to the literal.
TLS and the Host header still see the name.
"""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

_RESOLVERS = 16
"""The loop's default pool has a handful of threads: a few dead name servers would stall every source."""

# ipaddress.is_global differs between Python versions and calls 224.0.0.251 global, so the registries are spelled out:
# https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
_NOT_PUBLIC_V4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier NAT; also Alibaba's metadata service
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure's host agent: a public number that never leaves the machine room
            "169.254.0.0/16",  # link-local; the metadata services
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays, withdrawn
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_PUBLIC_V6 = ip_network("2000::/3")
"""The only block from which global unicast is assigned; everything else in IPv6 is special."""
_NOT_PUBLIC_V6 = tuple(
    map(
        ip_network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
            "2001:db8::/32",
            "2002::/16",  # 6to4 hides an IPv4 address
            "3fff::/20",
        ),
    )
)
_EMBEDS_V4 = (ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96"))
"""IPv4-mapped and the well-known NAT64 prefix: as public as the IPv4 address in their last 32 bits."""


class NotPublicError(Exception):
    """The name leads to an address that a stranger's link must not make us visit."""


def public(address: str) -> bool:
    """Whether ``address`` (a literal, as resolved) is reachable by everybody; anything unreadable is not."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and any(ip in network for network in _EMBEDS_V4):
        ip = IPv4Address(int(ip) & 0xFFFFFFFF)
    if isinstance(ip, IPv4Address):
        return ip.is_global and not any(ip in network for network in _NOT_PUBLIC_V4)
    return ip in _PUBLIC_V6 and not any(ip in network for network in _NOT_PUBLIC_V6)


class PublicResolver(AbstractResolver):
    """Names to addresses, minus every name that leads to an address that is not public."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_RESOLVERS, thread_name_prefix="resolver")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AddressFamily.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of ``host``, in the system's order of preference (RFC 6724). Raises NotPublicError or OSError."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._threads, _resolve, host, port, family)
        except UnicodeError as error:  # a label the idna codec does not take
            raise OSError(f"{host} does not resolve: {error}") from error
        addresses = {str(sockaddr[0]): its_family for its_family, *_, sockaddr in found}
        for address in addresses:
            refuse_private(host, address)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=its_family, proto=0, flags=socket.AI_NUMERICHOST)
            for address, its_family in addresses.items()
        ]

    async def close(self) -> None:
        """Let the threads go; one that still hangs is left to finish by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def public_socket(address: AddrInfoType) -> socket.socket:
    """A socket for an address, as aiohttp asks for one before each connection. Raises NotPublicError.

    Here every way to an address ends, also that of a literal, which nobody resolves.
    """
    family, kind, protocol, _, sockaddr = address
    refuse_private(str(sockaddr[0]), str(sockaddr[0]))
    return socket.socket(family, kind, protocol)


def refuse_private(host: str, address: str) -> None:
    """Raise NotPublicError unless ``address``, where ``host`` leads, is public."""
    if not public(address):
        raise NotPublicError(f"{host} is {address}, which is not a public address")


def _resolve(
    host: str, port: int, family: socket.AddressFamily
) -> Sequence[tuple[socket.AddressFamily, object, object, object, tuple[object, ...]]]:
    """getaddrinfo, which also reads 2130706433, 0x7f000001 and 127.1 as the loopback they are."""
    return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
