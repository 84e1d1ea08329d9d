"""Benchmarks of scripts, measured on the sets written by hand in ``testbed/script_sets``."""
