"""Messages as a stream holds them, and digests over the facts of a post; no connection is needed to read them."""
