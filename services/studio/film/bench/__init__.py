"""What a film costs, and what it costs others: `film.bench_film` is the way in, the rest its parts."""
