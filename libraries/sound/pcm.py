"""The type of 16-bit PCM samples, without a library that reads or writes them."""

import numpy as np
from numpy.typing import NDArray

PcmSamples = NDArray[np.int16]
"""Mono PCM, shape (n,)."""
