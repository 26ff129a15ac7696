"""Addresses that a reader can follow safely, each under one id."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from crosscheck.model.records import Source
from crosscheck.rules import Finding, Rule, Scope

PRIVATE_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".test", ".invalid", ".example", ".onion")


@lru_cache(maxsize=4096)
def fault(url: str) -> str | None:
    """Return what is wrong with an address, or None when it is https with a public host."""
    if not (url.isascii() and url.isprintable()) or " " in url or "\\" in url:
        return "the address has a character that belongs in no address"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "this is not an address"
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https":
        return "the address is not https"
    if "@" in parts.netloc or port is not None:
        return "the address carries a name, a password or a port"
    return None if _public(host) else "the host is not a public name"


def _public(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        named = len(labels) > 1 and all(labels) and not labels[-1].isdigit()
        return named and not host.endswith(PRIVATE_SUFFIXES) and not any(p.startswith("xn--") for p in labels)
    return False


def _safe(scope: Scope) -> Iterator[Finding]:
    for source in scope.knowledge.sources:
        wrong = fault(source.url) if source.url else None
        if wrong:
            yield Finding(source, ("url",), wrong, "give the document's own https address", source.url)
        if not source.url and not source.note:
            yield Finding(source, (), "there is no address and no note", "say in note why there is none", source.id)


def same_place(url: str) -> str:
    """Reduce an address to what tells two documents apart."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"


def _once(scope: Scope) -> Iterator[Finding]:
    seen: dict[str, Source] = {}
    for source in scope.knowledge.sources:
        if source.url and not fault(source.url):
            first = seen.setdefault(same_place(source.url), source)
            if first is not source:
                message = f'the same address stands under "{first.id}", {first.site.file}:{first.site.line}'
                yield Finding(source, ("url",), message, "keep one of the two", source.url)


RULES = [
    Rule("url-safe", "An address is https with a public host; a source without one says why.", _safe),
    Rule("url-once", "No document stands under two ids.", _once),
]
