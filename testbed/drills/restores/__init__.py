"""The drill of restores: backups taken during work and killed, each of which restores exactly."""
