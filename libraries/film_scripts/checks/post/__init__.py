"""The checks that compare a script with its post: what it says, in which order, how much of it, and what it made up."""
