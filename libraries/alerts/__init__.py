"""Alerts to a person: each once when it begins and once when it is over, also across restarts and quiet hours."""
