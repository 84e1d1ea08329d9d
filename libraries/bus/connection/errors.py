"""Error codes of the NATS client and of JetStream, grouped by what a caller can do about them."""

from nats.errors import (
    ConnectionReconnectingError,
    FlushTimeoutError,
    NoRespondersError,
    OutboundBufferLimitError,
    StaleConnectionError,
)
from nats.js.errors import APIError, NoStreamResponseError, ServiceUnavailableError

TRANSIENT = (
    TimeoutError,
    ConnectionError,  # of the socket: the client learns of the loss a moment later
    NoRespondersError,
    NoStreamResponseError,
    OutboundBufferLimitError,
    ConnectionReconnectingError,
    StaleConnectionError,
    FlushTimeoutError,
    ServiceUnavailableError,
)
"""Errors of the NATS client while the broker is away or coming back; the same request may be repeated."""
_TRANSIENT_CODES = frozenset(
    {
        10004,  # incomplete results
        10005,  # no suitable peers, before the brokers of a cluster have found each other
        10007,  # not assigned to this server
        10008,  # temporarily unavailable
        10009,  # not the leader
        10041,  # an election is under way
        10118,  # stream is offline
        10119,  # consumer is offline
        10158,  # an earlier try of this message is in process
        10163,  # expected last sequence temporarily unavailable
        10167,  # too many requests
        10194,  # stream is offline
        10195,  # consumer is offline
        10202,  # member change is in progress
        10210,  # too many batches in flight
        10211,  # too many batches in flight
        10226,  # reconfiguration is in progress
    }
)
"""JetStream error codes that pass by themselves. All codes: server/errors.json of nats-server 2.15."""


def is_transient(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, APIError) and error.err_code in _TRANSIENT_CODES:
        return True
    return isinstance(error, TRANSIENT)


WRONG_SEQUENCE = (10071, 10164)
"""JetStream error codes of a publish whose expected sequence is not the last."""
NO_ROOM = (10023, 10047)
"""JetStream error codes of a broker without storage left."""
