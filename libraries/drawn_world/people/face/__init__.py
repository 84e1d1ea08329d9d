"""The drawing of faces. In units about the middle of an unscaled head; the chin lies at about 116."""
