"""Files on web servers, read from any byte on."""
