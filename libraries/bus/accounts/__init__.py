"""Accounts of the broker: a user for each station, what that user may do, and the file its password is in."""
