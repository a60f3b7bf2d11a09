"""Whether a scheduler's address is on this machine: diaries do not leave it unasked."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from commensal.vocab.errors import UsageError


def is_here(address: str) -> bool:
    """Whether an address such as ``tcp://127.0.0.1:8786`` can be reached from this machine alone."""
    parts = urlsplit(address)
    if parts.scheme == "inproc":  # a scheduler inside this very process; what follows is only its name
        return True
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_is_here(address: str) -> None:
    """Refuse a scheduler elsewhere.

    Raises
    ------
    UsageError : the address is not a loopback address.
    """
    if not is_here(address):
        raise UsageError(
            where="scheduler",
            found=address,
            expected="an address on this machine, such as tcp://127.0.0.1:8786; diaries would leave it otherwise",
            do="If these people agreed to that, say beyond_this_machine=True in Python.",
        )
