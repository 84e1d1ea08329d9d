"""What is drawn for shots beside people and places: furniture, things and backdrops."""
