"""Film files: frames encoded as H.264, parts joined into MP4, and what stands in a container."""
