"""Language models by themselves: what they are asked, what they say, and models that run in this process."""
