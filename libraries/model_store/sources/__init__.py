"""Where models can be had from, as the catalogue declares it, and fetching from there."""
