"""The line: one at a time, in the order of coming, and no more waiting than may wait."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest

from page.line import BusyError, Line


def waiting(line: Line, number: int) -> None:
    """Until `number` threads wait in the line."""
    end = time.monotonic() + 10
    while len(line._waiting) != number:
        assert time.monotonic() < end
        time.sleep(0.001)


def test_turns_come_one_at_a_time_in_the_order_of_coming() -> None:
    line, served, inside = Line(10), list[int](), list[int]()

    def work(number: int) -> None:
        with line.turn():
            inside.append(number)
            assert inside == [number]
            served.append(number)
            inside.remove(number)

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    with line:
        for number, thread in enumerate(threads):
            thread.start()
            waiting(line, number + 1)
    for thread in threads:
        thread.join(10)
    assert served == list(range(8))


def test_a_full_line_turns_away_at_once_and_takes_again_later() -> None:
    line, leave = Line(1), Event()

    def work() -> None:
        with line.turn():
            leave.wait(10)

    first, second = Thread(target=work), Thread(target=work)
    first.start()
    while not line._taken:
        time.sleep(0.001)
    second.start()
    waiting(line, 1)
    with pytest.raises(BusyError, match="已有 1 个在排队"), line.turn():
        raise AssertionError("two are inside")
    leave.set()
    first.join(10)
    second.join(10)
    with line.turn():
        pass


def test_work_in_the_background_is_never_turned_away() -> None:
    line, done = Line(1), list[int]()

    def work(number: int) -> None:
        with line:
            done.append(number)

    threads = [Thread(target=work, args=(number,)) for number in range(5)]
    with line:
        for thread in threads:
            thread.start()
        waiting(line, 5)
    for thread in threads:
        thread.join(10)
    assert sorted(done) == list(range(5))


def test_an_error_inside_hands_the_turn_on() -> None:
    line = Line()
    with pytest.raises(ZeroDivisionError), line.turn():
        raise ZeroDivisionError
    with line.turn():
        pass
