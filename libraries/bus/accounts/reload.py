"""Reloading of the configuration of a broker that runs on this machine."""

import os
import signal
from pathlib import Path

from libraries.bus.embedded import PID_FILE, running_server_address
from schemas.errors import ConfigurationError


def reload_embedded_broker_accounts(store_dir: Path) -> bool:
    """Have the embedded broker over ``store_dir`` read its users again; False when none runs.

    Clients whose password changed are disconnected by it, and come back with the new one. Raises ConfigurationError.
    """
    if running_server_address(store_dir) is None:
        return False
    try:
        os.kill(int((store_dir / PID_FILE).read_text(encoding="utf-8")), signal.SIGHUP)
    except (OSError, ValueError) as error:
        raise ConfigurationError("accounts.not_read", why=error) from error
    return True
