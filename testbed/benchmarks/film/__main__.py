"""The benchmark of one template as a program: arguments as JSON in, figures as JSON out."""

import json
import sys

from testbed.benchmarks.film.bench import bench_film

sys.stdout.write(json.dumps(bench_film(**json.loads(sys.argv[1]))) + "\n")
