"""What an engine reads of saved pages, beside what a person reads there."""
