"""Things to build scenes from: rooms, furniture, plants, houses, cars and papers, in metres and without words on
them."""
