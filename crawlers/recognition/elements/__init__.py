"""Elements of pages: their texts, selectors, addresses, values and repetitions."""
