"""Commands for who keeps the system running: alerts, dead letters, the broker's layout and users."""
