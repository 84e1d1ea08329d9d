"""Requests to servers of models: how long to wait, what an answer must be, and which failures are worth another try."""
