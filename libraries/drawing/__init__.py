"""Pictures as planar YUV, put together frame by frame, and the setting of text."""
