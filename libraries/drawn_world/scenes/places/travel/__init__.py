"""Scenes of journeys: a car, trains, a bus, stations."""

from libraries.drawn_world.scenes.places.travel import car, stations, train_and_bus

__all__ = ["car", "stations", "train_and_bus"]
