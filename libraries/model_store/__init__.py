"""Models of others: the catalogue of them, fetching, proving, removing. No weights are part of the program."""
