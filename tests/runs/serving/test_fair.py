"""Which job is next, counted in time that a test hands out."""

from collections import Counter

from app.runs.serving.fair import HEAD_START, Fair


def turns(jobs: Fair[float], until: float) -> Counter[int]:
    """How much time each job has had after so much: each slice takes what its job says."""
    had: Counter[int] = Counter()
    while sum(had.values()) < until:
        number, seconds = jobs.next()
        jobs.charge(number, seconds)
        had[number] += seconds  # type: ignore[assignment]
    return had


def test_jobs_have_as_much_time_however_long_their_slices_are() -> None:
    jobs: Fair[float] = Fair()
    for number, seconds in enumerate((0.005, 0.2, 0.05)):
        jobs.add(number, seconds)
    had = turns(jobs, 30)
    assert max(had.values()) - min(had.values()) <= 0.2 + 1e-9


def test_a_new_job_comes_first_and_is_not_held_up_by_those_before_it() -> None:
    jobs: Fair[float] = Fair()
    for number in range(8):
        jobs.add(number, 0.2)
    turns(jobs, 50)
    jobs.add(8, 0.005)
    assert turns(jobs, HEAD_START - 0.01) == {8: turns_of(HEAD_START - 0.01)}


def turns_of(seconds: float) -> float:
    """What slices of 5 ms add up to."""
    had = 0.0
    while had < seconds:
        had += 0.005
    return had


def test_two_that_come_together_take_turns_the_later_first() -> None:
    jobs: Fair[float] = Fair()
    jobs.add(0, 0.2)
    turns(jobs, 5)
    jobs.add(1, 0.005)
    jobs.add(2, 0.005)
    order = []
    for _ in range(6):
        number, seconds = jobs.next()
        jobs.charge(number, seconds)
        order.append(number)
    assert order == [2, 1, 2, 1, 2, 1]


def test_one_that_is_gone_has_no_turn_and_can_be_charged() -> None:
    jobs: Fair[float] = Fair()
    jobs.add(0, 1.0)
    jobs.add(1, 1.0)
    jobs.remove(1)
    jobs.remove(1)
    jobs.charge(1, 5.0)
    assert jobs.next()[0] == 0
    jobs.remove(0)
    assert len(jobs) == 0


def test_new_ones_that_never_end_leave_half_of_the_time_to_one_that_is_there() -> None:
    jobs: Fair[float] = Fair()
    jobs.add(0, 0.005)
    had: Counter[int] = Counter()
    for number in range(1, 101):  # each is given up after 50 ms, as while a hand moves on and on
        jobs.add(number, 0.005)
        had += turns(jobs, 0.05)
        jobs.remove(number)
    waits = 2 * HEAD_START  # until it counts as one that was there, and until the new ones are so far ahead
    assert had[0] >= (sum(had.values()) - waits) / 2 - 0.01
    assert sum(had.values()) - had[0] >= sum(had.values()) / 2 - 0.01


def test_new_ones_that_never_end_have_half_of_the_time_however_many_are_there() -> None:
    jobs: Fair[float] = Fair()
    for number in range(8):
        jobs.add(number, 0.2)
    turns(jobs, 50)
    had: Counter[int] = Counter()
    for number in range(8, 108):
        jobs.add(number, 0.005)
        had += turns(jobs, 0.05)
        jobs.remove(number)
    others = sum(had[number] for number in range(8))
    assert abs(sum(had.values()) - 2 * others) <= HEAD_START + 0.2 + 1e-9
