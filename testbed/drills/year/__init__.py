"""The drill of a year: one machine with all its stations, for which days pass in seconds; bounds are checked."""
