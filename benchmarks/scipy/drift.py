"""What scipy takes for the statistics of drift that Evidently computes, on data of the same kind as the benchmarks of MlOps.Monitoring.

Needs numpy and scipy only: python3 benchmarks/scipy/drift.py
"""

import time

import numpy as np
from scipy import stats

ROWS, NUMBERS, TEXTS, LEVELS, REPEATS = 1_000_000, 10, 10, 20, 7


def draw(rng, rows, shift):
    """Columns of standard normal numbers, and columns of levels of which a share is moved to the first one."""
    numbers = [shift + rng.standard_normal(rows) for _ in range(NUMBERS)]
    levels = [np.where(rng.random(rows) < shift, 0, rng.integers(LEVELS, size=rows)) for _ in range(TEXTS)]
    return numbers, levels


def shares(codes):
    return np.bincount(codes, minlength=LEVELS) / len(codes)


def jensen_shannon(reference, current):
    middle = (reference + current) / 2
    return np.sqrt(max(0.0, (stats.entropy(reference, middle) + stats.entropy(current, middle)) / 2))


def distances(reference, current):
    """The defaults above 1000 rows: Wasserstein's distance over the spread of the reference, and that of Jensen and Shannon."""
    of_numbers = [stats.wasserstein_distance(r, c) / max(np.std(r), 0.001) for r, c in zip(reference[0], current[0])]
    return of_numbers + [jensen_shannon(shares(r), shares(c)) for r, c in zip(reference[1], current[1])]


def tests(reference, current):
    """The defaults up to 1000 rows: Kolmogorov and Smirnov, and χ² with the reference taken as exact."""
    of_numbers = [stats.ks_2samp(r, c).pvalue for r, c in zip(reference[0], current[0])]
    return of_numbers + [
        stats.chisquare(np.bincount(c, minlength=LEVELS), np.bincount(r, minlength=LEVELS) * (len(c) / len(r))).pvalue
        for r, c in zip(reference[1], current[1])
    ]


def median(work, clock=time.perf_counter, repeats=REPEATS):
    work()
    times = []
    for _ in range(repeats):
        start = clock()
        work()
        times.append(clock() - start)
    return sorted(times)[repeats // 2]


def row(what, seconds, unit="s"):
    print(f"| {what} | {seconds * (1e3 if unit == 'ms' else 1):.2f} {unit} |")


def main():
    imported = time.process_time()
    rng = np.random.default_rng(1)
    reference, current = draw(rng, ROWS, 0), draw(rng, ROWS, 0.05)
    drawn = time.process_time()
    distances(reference, current)
    done = time.process_time()
    print("| what | scipy |\n|---|---|")
    row("1M rows against 1M, 20 columns, one process: CPU", done)
    row("  of it imports", imported)
    row("  of it drawing the rows", drawn - imported)
    r, c = reference[0][0], current[0][0]
    row("two np.sort of 1M numbers", median(lambda: (np.sort(r), np.sort(c))), "ms")
    row("ks_2samp of 1M numbers against 1M", median(lambda: stats.ks_2samp(r, c)), "ms")
    row("wasserstein_distance of 1M numbers against 1M", median(lambda: stats.wasserstein_distance(r, c)), "ms")
    small = draw(rng, 1000, 0), draw(rng, 100, 0)
    row("1000 rows against 100, 20 columns, warm", median(lambda: tests(*small), repeats=50), "ms")


main()
