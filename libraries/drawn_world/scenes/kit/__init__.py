"""The kit of scenes: rooms, furniture, plants, buildings, vehicles and papers, in metres and without words on them."""
