"""What commands share: output, progress, and requests to the bus and the stations."""
