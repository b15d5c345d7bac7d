"""Makes scipy-reference.json: the same statistics by SciPy. Usage: python3 scipy-reference.py > scipy-reference.json"""

import json
import sys

import numpy as np
import scipy
from scipy import integrate, stats

rng = np.random.default_rng(20261124)


def one_sample(n, mean, sd, alpha):
    values = np.round(rng.normal(mean, sd, n), 6)
    threshold = round(mean + rng.normal(0, sd), 6)
    margin = round(2 * sd, 6)
    se = values.std(ddof=1) / np.sqrt(n)
    t = stats.t.ppf(1 - alpha, n - 1)
    test = lambda at, side: stats.ttest_1samp(values, at, alternative=side).pvalue
    return {
        "values": values.tolist(),
        "alpha": alpha,
        "threshold": threshold,
        "margin": margin,
        "interval": [values.mean() - t * se, values.mean() + t * se],
        "above": test(threshold, "greater"),
        "below": test(threshold, "less"),
        "equivalence": max(test(threshold - margin, "greater"), test(threshold + margin, "less")),
    }


def paired(n):
    left = np.round(rng.normal(0.9, 0.02, n), 6)
    right = np.round(rng.normal(0.87, 0.02, n), 6)
    test = stats.ttest_rel(left, right, alternative="greater")
    interval = stats.ttest_rel(left, right).confidence_interval(0.9)
    return {
        "left": left.tolist(),
        "right": right.tolist(),
        "pValue": test.pvalue,
        "interval": [interval.low, interval.high],
    }


def success(k, n, alpha):
    exact = stats.binomtest(k, n).proportion_ci(1 - 2 * alpha, method="exact")
    return {"successes": k, "n": n, "alpha": alpha, "bounds": [exact.low, exact.high]}


def power_mean(n, effect, alpha):
    critical = stats.t.ppf(1 - alpha, n - 1)
    return {
        "n": n,
        "effect": effect,
        "alpha": alpha,
        "power": stats.nct.sf(critical, n - 1, effect * np.sqrt(n)),
    }


def power_equivalence(n, margin, offset, alpha):
    critical = stats.t.ppf(1 - alpha, n - 1)
    root = np.sqrt(n)
    end = (margin * root / critical) ** 2 * (n - 1)

    def given(chi2):
        reach = margin * root - critical * np.sqrt(chi2 / (n - 1))
        inside = stats.norm.cdf(reach - offset * root) - stats.norm.cdf(-reach - offset * root)
        return inside * stats.chi2.pdf(chi2, n - 1)

    power = integrate.quad(given, 0, min(end, stats.chi2.ppf(1 - 1e-13, n - 1)), epsabs=1e-12)[0]
    return {"n": n, "margin": margin, "offset": offset, "alpha": alpha, "power": power}


def look_levels(looks, alpha, repetitions=4_000_000, chunk=400_000):
    """By simulation: at each look the level that spends what may be spent by then."""
    counts = looks
    t = np.empty((len(counts), repetitions), dtype=np.float32)
    for start in range(0, repetitions, chunk):
        x = rng.standard_normal((chunk, counts[-1]))
        for row, n in enumerate(counts):
            part = x[:, :n]
            t[row, start : start + chunk] = part.mean(1) * np.sqrt(n) / part.std(1, ddof=1)
    going = np.ones(repetitions, dtype=bool)
    levels, spent = [], 0.0
    for row, n in enumerate(counts):
        allowed = alpha * (n / counts[-1]) ** 1.5
        share = (allowed - spent) * repetitions
        values = np.sort(t[row][going])
        critical = values[-int(round(share))]
        going &= t[row] < critical
        levels.append({"n": n, "alpha": float(stats.t.sf(critical, n - 1))})
        spent = allowed
    return {"looks": looks, "alpha": alpha, "levels": levels}


json.dump(
    {
        "scipy": scipy.__version__,
        "numpy": np.__version__,
        "means": [
            one_sample(n, mean, sd, alpha)
            for n in (2, 3, 5, 10, 30)
            for mean, sd in ((0.9, 0.01), (-3.0, 2.0))
            for alpha in (0.05, 0.005)
        ],
        "paired": [paired(n) for n in (3, 5, 10)],
        "successes": [
            success(k, n, alpha)
            for n in (1, 3, 5, 10)
            for k in range(n + 1)
            for alpha in (0.05, 0.01)
        ],
        "powerOfMean": [
            power_mean(n, effect, alpha)
            for n in (2, 3, 5, 10, 40)
            for effect in (0.0, 0.5, 1.0, 2.0, 3.0)
            for alpha in (0.05, 0.01)
        ],
        "powerOfEquivalence": [
            power_equivalence(n, margin, offset, alpha)
            for n in (2, 3, 5, 10, 40)
            for margin in (0.5, 1.0, 2.0, 3.0)
            for offset in (0.0, 0.5)
            for alpha in (0.05, 0.01)
        ],
        "looks": [look_levels([3, 5, 10], 0.05), look_levels(list(range(3, 11)), 0.05)],
    },
    sys.stdout,
    indent=1,
)
