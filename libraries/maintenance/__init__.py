"""Upkeep of a whole system: what media may go, and whether stream, ledger, projection, media and backups are whole."""
