"""The encrypted connection: whose certificate, until when, and which versions of TLS the server speaks.

Good is a certificate that is valid for the name, on TLS 1.2 or newer, and a server that refuses 1.0 and 1.1. Whether
it refuses is asked by offering nothing else; where this machine's own library cannot offer them, nobody knows.
"""

import ssl
import warnings

import httpcore

from catalog.errors import FetchFailed
from scrapers.site import Seen, Site, observed

OURS = ("NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE", "NO_CIPHER_MATCH")
REFUSES = "It refuses TLS 1.0 and 1.1."


async def observe(site: Site) -> Seen | None:
    """Make a connection as a browser does, then offer only old versions."""
    url = observed(site.secure.join("/"), "tls")
    try:
        made = await site.connect(site.trust)
    except FetchFailed:
        return None
    except httpcore.ConnectTimeout:
        return None
    except httpcore.ConnectError as error:
        why = _cause(error)
        if not isinstance(why, ssl.SSLCertVerificationError):
            return None
        told = f"The certificate is not valid: {why.verify_message}."
        return Seen("no", url, f"{site.host}\n{told}", told)
    about = f"{site.host}\n{made.version}, signed by {made.issuer}, valid until {made.ends}."
    old = await _speaks_old(site)
    if old is None:
        return None
    told = f"It still speaks {old}." if old else REFUSES
    return Seen("no" if old else "yes", url, f"{about}\n{told}", told)


async def _speaks_old(site: Site) -> str | None:
    """Give the old version that the server agrees to, nothing where it refuses, None where it cannot be told."""
    try:
        context = _old_only()
        return (await site.connect(context)).version
    except (FetchFailed, httpcore.ConnectTimeout, ssl.SSLError):
        return None
    except httpcore.ConnectError as error:
        why = _cause(error)
        return None if isinstance(why, ssl.SSLError) and why.reason in OURS else ""


def _old_only() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # what is looked at is what the server agrees to; nothing is sent
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _cause(error: BaseException) -> BaseException | None:
    """Give the error of TLS that a failed connection goes back to."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, ssl.SSLError):
        found = found.__cause__ or found.__context__
    return found
