"""Pictures of the web: decoded in a limited process, and compared."""
