"""Room on Python's own stack, so that no loop asks the operating system for memory at each call.

CPython 3.11 keeps the frames of functions in chunks of 16 KB, takes a new one when a call finds no room, and gives it
back when that call ends (`push_chunk` in Python/pystate.c). A loop that stands at the end of a chunk does both at
every turn: the same page took 62 or 111 ms, as deep as the server had called it.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SLOTS = 2**17
"""The size of a frame, in pointers: 1 MB. Its chunk has twice as much, and what is called finds the other half. Only
what is used of either takes memory."""


def with_room_to_call(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with room for what it calls: some eight thousand frames in one chunk."""

    @wraps(function)
    def roomy(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return roomy
