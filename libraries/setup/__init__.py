"""Set-up of a machine for models: what it has, and what is proposed for it."""
