"""Tables of e to a power and of GELU, which no front end then computes itself.

They are made with decimals, since the mathematics of one machine may round otherwise than that of
another.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import cache

_DIGITS = 40
_EXP_ONE = 32_768
_EXP_STEPS, _EXP_MOST = 64, 11
_GELU_ONE = 4_096
GELU_STEPS, GELU_MOST = 256, 4


@cache
def exponentials() -> tuple[int, ...]:
    """Return 32,768 times e to the power of minus n/64."""
    with localcontext() as context:
        context.prec = _DIGITS
        powers = (Decimal(-step) / _EXP_STEPS for step in range(_EXP_STEPS * _EXP_MOST))
        return tuple(_rounded(_EXP_ONE * power.exp()) for power in powers)


@cache
def gelu() -> tuple[int, ...]:
    """Return 4,096 times GELU of n/256, from -4 to 4: x/2 times (1 + erf of x by root 2)."""
    with localcontext() as context:
        context.prec = _DIGITS
        most = GELU_STEPS * GELU_MOST
        values = (Decimal(step) / GELU_STEPS for step in range(-most, most + 1))
        root = Decimal(2).sqrt()
        return tuple(_rounded(_GELU_ONE * x / 2 * (1 + _erf(x / root))) for x in values)


def _rounded(value: Decimal) -> int:
    return int((value + Decimal("0.5")).__floor__())


def _erf(x: Decimal) -> Decimal:
    """Return the error function by its series, which is exact enough up to about 3."""
    total = term = x
    square, n = x * x, 0
    while abs(term) > Decimal(10) ** -_DIGITS:
        n += 1
        term = -term * square / n
        total += term / (2 * n + 1)
    return total * 2 / _PI.sqrt()


_PI = Decimal("3.141592653589793238462643383279502884197169")
