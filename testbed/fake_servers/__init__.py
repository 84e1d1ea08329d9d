"""Fake servers of pictures, models and objects on loopback, which speak the protocols of the real ones and misbehave as
told.
"""
