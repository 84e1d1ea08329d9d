"""The K-weighting of ITU-R BS.1770-4: how loud frequencies sound."""

import numpy as np
from numpy.typing import NDArray


def k_weighting_response(size: int, rate: int) -> NDArray[np.complex128]:
    """The factor of each bin of the spectrum of ``size`` samples at ``rate`` Hz (tables 1 and 2, for 48 kHz)."""
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / 48_000)
    shelf = np.polyval([1.19839281085285, -2.69169618940638, 1.53512485958697], delay)
    shelf /= np.polyval([0.73248077421585, -1.69065929318241, 1], delay)
    return np.asarray(shelf * (1 - delay) ** 2 / np.polyval([0.99007225036621, -1.99004745483398, 1], delay))
