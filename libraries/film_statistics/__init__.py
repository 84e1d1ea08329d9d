"""Statistics of published films: when they are asked for, and what a platform reports."""
