"""Models that can be fetched: their catalogue, fetching, checking, removing. No weights are part of the program."""
