"""What a web worker holds of the machine's memory: it lives long, and makes files now and then."""

import ctypes
import gc

# M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of mallopt(3)
MALLOC = {-8: 1, -3: 128 * 1024, -1: 128 * 1024}


def keep_one_heap() -> None:
    """Let the C library keep one heap for all threads, and give large pieces back at once.

    Files are made of large pieces. By itself it has a heap for each thread, and keeps the more of
    what was freed the larger it was: a worker held 20 MB of nothing. Other libraries than GNU's
    have no such numbers.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for number, value in MALLOC.items():
            mallopt(number, value)


def give_back() -> None:
    """Free what making a file has left, for the rest of the machine too: some 40 ms of a worker.

    The parts of a document know each other, so that only the collector takes them away. It comes
    by itself so seldom that dozens would wait for it; what was frozen at the start it passes by.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
