"""The place of the snapshots, opened by its setting; what connects to a store far away does so by the gate."""

from pathlib import Path
from typing import Any

from catalog.errors import BadSetting
from catalog.settings import Settings
from catalog.snapshots import SETTING, Snapshots
from scrapers.gate import Gate
from scrapers.transport import GateResolver

WITHOUT_SOCKETS = ("memory", "file", "local")


def snapshots_of(read: Settings) -> Snapshots:
    """Give the snapshots of the place that the settings name.

    Raise `BadSetting` for a store whose library would connect past the gate, `AddressRefused` for an endpoint that may
    not be visited.
    """
    if isinstance(read.snapshots, Path):
        return Snapshots(read.snapshots)
    scheme = read.snapshots.partition("://")[0].lower()
    if scheme in WITHOUT_SOCKETS:
        return Snapshots(read.snapshots)
    if scheme == "s3":
        return Snapshots(read.snapshots, s3_options(read))
    raise BadSetting(
        f"{scheme[:20]}:// is not spoken: its library would connect past the gate",
        mend="Name a folder, or s3://BUCKET/PREFIX",
        where=SETTING,
    )


def s3_options(read: Settings) -> dict[str, Any]:
    """Give s3fs its key, where to go, and the gate to look names up; it asks no metadata server for either.

    Raise `BadSetting` without a key, `AddressRefused` for an endpoint that may not be visited.
    """
    if not (read.s3_key and read.s3_secret):
        raise BadSetting("s3:// needs a key of its own", mend="Set BYOT_S3_KEY and BYOT_S3_SECRET", where=SETTING)
    gate = Gate(read.fetch_allow)
    where = {"endpoint_url": gate.admit(read.s3_endpoint).origin} if read.s3_endpoint else {}
    asked = {"connector_args": {"resolver": GateResolver(gate)}, "ignore_configured_endpoint_urls": True, "proxies": {}}
    return {"key": read.s3_key, "secret": read.s3_secret, "client_kwargs": where, "config_kwargs": asked}
