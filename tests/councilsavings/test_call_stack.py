"""However deep a loop stands, its calls ask the operating system for no memory."""

import resource
from threading import Thread

import pytest

from councilsavings.call_stack import with_room_to_call

DEPTHS = 400
"""More functions within one another than one chunk of frames holds."""
CALLS = 2_000


def faults_at_worst(begin):
    """Return how many pages of memory a loop asked for at the worst depth, in a thread with a stack of its own."""
    found = []

    def measure():
        found.extend(begin(faults_below, depth) for depth in range(DEPTHS))

    thread = Thread(target=measure)
    thread.start()
    thread.join()
    return max(found)


def faults_below(depth):
    if depth:
        return faults_below(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for number in range(CALLS):
        widest(number)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def widest(one, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10):
    """A function whose frame is larger than that of another depth, so that one depth leaves too little room for it."""
    return one


def call(function, *arguments):
    return function(*arguments)


def test_calls_with_room_ask_for_no_memory_at_any_depth():
    assert faults_at_worst(with_room_to_call(call)) < CALLS / 10


def test_calls_without_it_do_at_some_depth():
    """The reason for it: when this fails, Python has mended it, and the room is no longer needed."""
    assert faults_at_worst(call) >= CALLS


def test_arguments_answers_and_errors_pass():
    def divide(one, *, by):
        return one / by

    roomy = with_room_to_call(divide)
    assert roomy(6, by=3) == 2
    assert roomy.__name__ == "divide"
    with pytest.raises(ZeroDivisionError):
        roomy(1, by=0)
