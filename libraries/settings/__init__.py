"""Settings of a program: sections, kinds of values, and reading them from the environment."""
