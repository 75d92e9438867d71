"""The same statistics as lambdas/core/spc, as one would write them with numpy: whole arrays, sliding windows, two passes.

usage: python3 engine.py FILE SERIES DAYS REPEATS ABSOLUTE_FLOOR RELATIVE_FLOOR
FILE holds SERIES x DAYS doubles, one series after the other, NaN for a hole. Prints one JSON object.
"""
import json
import sys
import time

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

WINDOW, MINIMUM, CHUNK_SERIES = 30, 14, 250
ZONE_RULES = [(1, 1, 3), (2, 3, 2), (4, 5, 1), (8, 8, 0)]


def baseline(x):
    padded = np.pad(x, ((0, 0), (WINDOW, 0)), constant_values=np.nan)[:, :-1]
    present = np.isfinite(padded)
    windows = sliding_window_view(np.where(present, padded, 0.0), WINDOW, axis=1)
    in_window = sliding_window_view(present, WINDOW, axis=1)
    count = in_window.sum(axis=2)
    mean = windows.sum(axis=2) / count
    deviations = np.where(in_window, windows - mean[:, :, None], 0.0)
    return count, mean, np.sqrt((deviations * deviations).sum(axis=2) / (count - 1))


def zone_rule(z, needed, window, limit):
    flags = np.zeros(z.shape, dtype=bool)
    for beyond in (z > limit, z < -limit):
        padded = np.pad(beyond, ((0, 0), (window - 1, 0)))
        flags |= beyond & (sliding_window_view(padded, window, axis=1).sum(axis=2) >= needed)
    return flags


def score(x, absolute, relative):
    count, mean, sigma = baseline(x)
    departure = x - mean
    least = np.maximum(absolute, relative * np.abs(mean))
    judged = np.isfinite(x) & (count >= MINIMUM)
    flat = judged & (sigma < least) & (np.abs(departure) <= least)
    z = np.where(judged & ~flat, departure / np.maximum(sigma, least), np.nan)
    pct = np.full(x.shape, np.nan)
    pct[:, 1:] = (x[:, 1:] - x[:, :-1]) / x[:, :-1] * 100
    return z, flat, [zone_rule(z, *rule) for rule in ZONE_RULES], pct


def main():
    path, (series, days, repeats), (absolute, relative) = sys.argv[1], map(int, sys.argv[2:5]), map(float, sys.argv[5:7])
    x = np.fromfile(path).reshape(series, days)
    np.seterr(all="ignore")
    chunks = [x[first : first + CHUNK_SERIES] for first in range(0, series, CHUNK_SERIES)]
    start = time.process_time()
    for _ in range(repeats):
        scores = [score(chunk, absolute, relative) for chunk in chunks]
    seconds = (time.process_time() - start) / repeats
    z = np.concatenate([part[0] for part in scores])
    print(json.dumps({
        "cpuSeconds": seconds,
        "sumOfZ": float(np.nansum(z)),
        "scored": int(np.isfinite(z).sum()),
        "flat": int(sum(part[1].sum() for part in scores)),
        "flags": [int(sum(part[2][rule].sum() for part in scores)) for rule in range(len(ZONE_RULES))],
        "rocBeyond25": int(sum((np.abs(part[3]) > 25).sum() for part in scores)),
    }))


main()
