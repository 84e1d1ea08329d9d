"""Fields of lists, posts and comments, found by comparing pages."""
