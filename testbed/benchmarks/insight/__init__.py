"""The bench of learning, on a simulated audience: `audience` is its stated model."""
