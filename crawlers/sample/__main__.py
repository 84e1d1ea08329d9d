"""``python -m crawlers.sample [PORT]``: serve the sample board until Ctrl-C, to look at it in a browser."""

import sys
from threading import Event

from crawlers.sample.server import running_sample_board


def serve_sample_board(port: int) -> None:
    """Serve the sample board on the port of the command line until Ctrl-C."""
    with running_sample_board(port=port) as board:
        print(board.url, flush=True)
        try:
            Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    serve_sample_board(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
