"""Accounts: a user of the broker for each station, with what it may do, and the files its password is in."""
