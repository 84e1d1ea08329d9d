"""Errors of the NATS client and of JetStream by what they mean."""

from nats.errors import (
    ConnectionReconnectingError,
    FlushTimeoutError,
    NoRespondersError,
    OutboundBufferLimitError,
    StaleConnectionError,
)
from nats.js.errors import NoStreamResponseError, ServiceUnavailableError

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
WRONG_SEQUENCE = (10071, 10164)
"""JetStream error codes of a publish whose expected sequence is not the last."""
NO_ROOM = (10023, 10047)
"""JetStream error codes of a broker without storage left."""
