"""The drill of damage: files of a stopped system are damaged, and what is noticed, named and repaired is counted."""
