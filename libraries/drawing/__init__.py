"""Drawing with pictures as planar YUV, and setting of Korean text."""
