"""The drill of the doctor: faults are planted for real, found by ``wagglebot doctor``, and cured by what it prints."""
