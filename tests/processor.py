"""What a piece of work costs the processor, told so that neither a busy machine nor the rest of the run adds to it."""

import gc
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], *, enough: float = 0.0, tries: int = 3) -> float:
    """Give the least processor seconds that this thread took for the work, in up to so many tries.

    A try that takes no more than `enough` is the last. Other threads do not count, nor does a collection of the garbage
    that thousands of tests before this one left: what is slow by itself is slow each time.
    """
    best = float("inf")
    collected = gc.isenabled()
    gc.disable()
    try:
        for _ in range(tries):
            began = time.thread_time()
            work()
            best = min(best, time.thread_time() - began)
            if best <= enough:
                break
    finally:
        if collected:
            gc.enable()
    return best
