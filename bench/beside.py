"""Two things in turn, A B A B, and the ratio of their medians."""

import statistics
import sys
import time
from collections.abc import Callable


def compare(
    names: tuple[str, str],
    one: Callable[[], object],
    other: Callable[[], object],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Run both in turn, a warm-up first; print medians in milliseconds; give the first by the second.

    `clock` is `time.process_time` where both only compute: others on the machine then count for little.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for taken, work in zip(times, (one, other), strict=True):
            began = clock()
            work()
            if turn:
                taken.append(clock() - began)
    medians = [statistics.median(taken) for taken in times]
    ratio = medians[0] / medians[1]
    for name, median in zip(names, medians, strict=True):
        sys.stdout.write(f"{name}: {median * 1000:.1f} ms (median of {rounds})\n")
    sys.stdout.write(f"ratio: {ratio:.2f}\n")
    return ratio
