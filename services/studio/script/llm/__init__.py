"""What the writers with a language model share: the prompt, the answer's form and rules, and models in this process."""
