"""Accounts of people, their login sessions, and how often a password may be guessed."""
