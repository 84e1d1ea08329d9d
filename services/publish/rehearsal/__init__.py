"""A platform to rehearse on: it speaks the real protocol on loopback and remembers everything that was done to it."""
