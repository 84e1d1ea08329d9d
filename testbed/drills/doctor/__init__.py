"""The drill of the doctor: faults planted for real, found by the command, and cured by what it prints."""
