"""Opening of a station's connection to the broker."""

from pathlib import Path

from libraries.bus.accounts.account_files import connection_user
from libraries.bus.bus import Bus
from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.topology import ensure_topology
from libraries.bus.connection_settings import ConnectionSettings
from libraries.log import get_logger
from schemas.errors import ConfigurationError

log = get_logger(__name__)


async def connect(
    settings: ConnectionSettings,
    name: str,
    *,
    patience: float = 60.0,
    first: float = 15.0,
    lock_folder: Path | None = None,
    change_topology: bool = False,
) -> Bus:
    """Connect as ``name``, create missing streams and consumers, and log where existing ones differ.

    Where there are accounts, the user is that of the station called ``name``, else the operator's. ``patience``:
    seconds a call retries while the broker is away before it raises ProviderDown; ``first``: seconds the first
    connection may take. ``lock_folder``: see `Bus`. ``change_topology``: also change what differs.
    Raises ProviderDown when the broker does not answer, ConfigurationError when it refuses the login or a stream, or
    when a stream or durable of an earlier release would leave out messages of this one.
    """
    if settings.is_embedded:
        raise ConfigurationError("broker.address_embedded")
    client = await BrokerClient.open(settings.for_user(connection_user(name)), name, patience=min(patience, first))
    client.patience = patience
    try:
        drift = await ensure_topology(client, change=change_topology)
    except BaseException:
        await client.close()
        raise
    for difference in drift:
        log.warning("topology drift", what=str(difference))
    return Bus(client, drift, lock_folder)
