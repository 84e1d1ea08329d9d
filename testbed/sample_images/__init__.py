"""The pictures of the sample board, drawn by code."""
