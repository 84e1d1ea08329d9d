"""Export and import of the log of facts: the same facts in the same order, with waiting retries and dead letters."""
