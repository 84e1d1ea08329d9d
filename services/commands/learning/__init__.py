"""What was learned from films: proposals for the next one, and what is told of it."""
