"""Writes references.json: exact values of transcendental functions of float32 arguments, by mpmath with 60 digits.

Usage: python3 references.py > references.json     (mpmath 1.3.0)

Arguments and values are hexadecimal float32 bit patterns, the value rounded to nearest (ties to even) from 60
digits; so that a test may count units in the last place, each function is a list of [argument, value] or, for
pow, [base, exponent, value].
"""

import json
import random
import struct

import mpmath

mpmath.mp.dps = 60
random.seed(1)


def bits(x):
    return struct.unpack(">I", struct.pack(">f", x))[0]


def value(pattern):
    return struct.unpack(">f", struct.pack(">I", pattern))[0]


def rounded(x):
    """The float32 bits nearest to an mpmath number, denormals and overflow included."""
    if x == 0:
        return 0
    sign = 0x80000000 if x < 0 else 0
    x = abs(x)
    exponent = max(int(mpmath.floor(mpmath.log(x, 2))), -126)
    # The logarithm may be a hair off at a power of two.
    if x >= mpmath.mpf(2) ** (exponent + 1):
        exponent += 1
    elif exponent > -126 and x < mpmath.mpf(2) ** exponent:
        exponent -= 1
    significand = int(mpmath.nint(x / mpmath.mpf(2) ** (exponent - 23)))
    pattern = ((exponent + 126) << 23) + significand
    return sign | min(pattern, 0x7F800000)


def anywhere(count, low=0, high=0x7F7FFFFF, signs=(0, 0x80000000)):
    """Patterns spread evenly over all exponents, denormals too."""
    return [random.randint(low, high) | random.choice(signs) for _ in range(count)]


def between(low, high, count):
    return [bits(random.uniform(low, high)) for _ in range(count)]


POSITIVE = (0,)
EDGES = [0x00000001, 0x00000002, 0x007FFFFF, 0x00800000, 0x7F7FFFFF, bits(1.0), bits(0.5), bits(2.0)]
EDGES += [bits(1.0) - 1, bits(1.0) + 1]
BOTH = EDGES + [e | 0x80000000 for e in EDGES]

functions = {
    "Exp": (mpmath.exp, BOTH + anywhere(120) + between(-104.5, 89, 500) + between(-1, 1, 150)),
    "Log": (mpmath.log, EDGES + anywhere(500, signs=POSITIVE) + between(0.5, 2, 250)),
    "Sqrt": (mpmath.sqrt, EDGES + anywhere(500, signs=POSITIVE)),
    "Tanh": (mpmath.tanh, BOTH + anywhere(250) + between(-10, 10, 400)),
    "Sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), BOTH + anywhere(120) + between(-105, 20, 400)),
    "Expm1": (mpmath.expm1, BOTH + anywhere(250) + between(-20, 89, 300)),
    "Log1p": (mpmath.log1p, [b for b in BOTH if value(b) > -1] + anywhere(250, signs=POSITIVE) + between(-0.9999, 2, 300)),
}


def clipped(f, x):
    # Beyond these every function has reached its limit, and the exact value has millions of digits.
    if f is mpmath.exp or f is mpmath.expm1:
        x = min(max(x, -300), 300)
    return f(mpmath.mpf(x))


result = {
    name: [[b, rounded(clipped(f, value(b)))] for b in arguments] for name, (f, arguments) in functions.items()
}

pairs = []
for _ in range(500):
    x = value(random.choice(anywhere(1, signs=POSITIVE)))
    if x == 0 or x == 1:
        continue
    # An exponent that leaves the result in or a little outside the range of float32.
    target = random.uniform(-106, 90)
    y = value(bits(float(mpmath.mpf(target) / mpmath.log(x)))) if abs(target / mpmath.log(x)) < 3e38 else 1.0
    pairs.append((x, y))
pairs += [(value(bits(random.uniform(0, 30))), value(bits(random.uniform(-20, 20)))) for _ in range(300)]
pairs += [(-value(bits(random.uniform(0, 30))), float(random.randint(-20, 20))) for _ in range(100)]
pairs += [(x, y) for x in (1e-45, 1.1754942e-38, 0.75, 2.0, 3.4e38) for y in (0.5, -0.5, 1.0, -1.0, 2.0, 1 / 3)]
powers = []
for x, y in pairs:
    b, e = bits(x), bits(y)
    x, y = value(b), value(e)
    if x == 0:
        continue
    exact = mpmath.power(mpmath.mpf(abs(x)), mpmath.mpf(y))
    powers.append([b, e, rounded(-exact if x < 0 and int(y) % 2 else exact)])
result["Pow"] = powers


def hexadecimal(row):
    return " ".join(f"{pattern:08x}" for pattern in row)


print(json.dumps({name: [hexadecimal(row) for row in rows] for name, rows in result.items()}, indent=0))
