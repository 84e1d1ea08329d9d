"""Sound as samples."""

import numpy as np
from numpy.typing import NDArray

PcmSamples = NDArray[np.int16]
"""Mono PCM, shape (n,)."""
