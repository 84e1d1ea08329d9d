"""The download of one model in a process of its own, which the drill kills.

``python -m testbed.drills.models.model_download ROOT MODEL.json``
"""

import sys
from pathlib import Path
from typing import Final

from libraries.model_store.catalogue import Model
from libraries.model_store.fetching import FetchOptions, fetch_model
from libraries.model_store.store import ModelStore
from libraries.model_store.transfer import TransferRetryLimits

QUICK: Final = TransferRetryLimits(tries=3, pause=0.05, slowest=200_000, window=0.5)
"""As a real transfer, on a clock twenty times as fast."""


def main() -> None:
    """Download the model; a traceback and exit status 1 when it cannot be."""
    root, file = map(Path, sys.argv[1:])
    fetch_model(Model.model_validate_json(file.read_bytes()), ModelStore(root), FetchOptions(patience=QUICK))


if __name__ == "__main__":
    main()
