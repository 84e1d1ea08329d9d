"""The drill of fetching models: killed at random instants, refused, altered and slowed down by a hub on loopback."""
