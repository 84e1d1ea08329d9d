"""The media store: pictures, sound and films under names derived from their content."""
