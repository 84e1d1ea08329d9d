"""Servers of pictures on loopback that speak the protocols of the real ones, and misbehave as they are told."""
