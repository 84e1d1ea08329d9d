"""Accounts of people: login sessions, limits on guesses of a password, and the record of what they did."""
