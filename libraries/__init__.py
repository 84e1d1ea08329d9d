"""Code that knows no station and no settings: the bus, the Korean language, drawing, and small helpers."""
