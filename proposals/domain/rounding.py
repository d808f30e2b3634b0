"""Rounding whole amounts, scaling them, and sharing them out without losing one: exact, and without floats."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeVar

Share = Fraction | Decimal | int
Key = TypeVar("Key")


class UnusableProfile(ValueError):
    """The years or shares given do not make a profile; the message explains why."""


def nearest(value: Fraction | int, step: int = 1, *, half_to_even: bool = False) -> int:
    """Return the nearest multiple of the step; a half goes away from zero unless it is to go to the even one."""
    steps = Fraction(value) / step
    whole, rest = divmod(abs(steps), 1)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (not half_to_even or whole % 2 == 1))
    magnitude = (int(whole) + up) * step
    return -magnitude if steps < 0 else magnitude


def scaled(amounts: list[int], share: tuple[int, int]) -> list[int]:
    """Return a share, given as numerator and denominator, of each amount, a half going away from zero.

    Without fractions in between: thousands of amounts are scaled while a person waits.
    """
    times, over = share
    if times == over:
        return amounts
    return [
        (2 * each * times + over) // (2 * over) if each >= 0 else -((over - 2 * each * times) // (2 * over))
        for each in amounts
    ]


def shared_out(amount: int, shares: Sequence[Share]) -> list[int]:
    """Return whole parts of `amount` in proportion to `shares`, adding up to it (largest remainder).

    Equal remainders go to the earlier share.
    """
    exact = [Fraction(share) for share in shares]
    # Whole numbers over one denominator: sums of fractions take ten times as long.
    whole = lcm(*(share.denominator for share in exact))
    weights = [share.numerator * (whole // share.denominator) for share in exact]
    if sum(weights) != whole or any(weight < 0 for weight in weights):
        raise UnusableProfile("Shares must not be negative and must add up to one.")
    magnitude, sign = abs(amount), -1 if amount < 0 else 1
    parts = [magnitude * weight // whole for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda index: -(magnitude * weights[index] % whole))
    for index in by_remainder[: magnitude - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def in_proportion(amount: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Return an amount shared out in proportion to others; zero everywhere where they come to nothing."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    parts = shared_out(amount, [Fraction(weight, whole) for weight in weights.values()])
    return dict(zip(weights, parts, strict=True))
