"""Commands about copies of a system: backups, restores, what is damaged in them."""
