"""The drill of model downloads: killed at random instants, refused, altered and slowed down by a hub on loopback."""
