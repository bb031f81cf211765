from collections import Counter

from onrecord.training.config import SamplingSettings
from onrecord.training.sampler import Drawn, Sampler, Size

SIZES = {"large": [Size(1, 10)] * 400, "small": [Size(1, 20)] * 5}


def sampler(temperature: float = 1.0, buffer: int = 50) -> Sampler:
    weights = {"large": 1.0, "small": 1.0}
    return Sampler(SIZES, weights, SamplingSettings(temperature=temperature, buffer=buffer), 60, 3)


def test_no_batch_is_over_budget_and_each_round_uses_the_whole_buffer() -> None:
    made = sampler()
    total = 0
    while made.state.round == 0:
        batch = next(made)
        total += len(batch)
        assert len(batch) * max(SIZES[item.corpus][item.number].longest for item in batch) <= 60
    assert total == 50


def test_batches_of_two_processes_are_of_like_size_and_lose_nothing() -> None:
    sizes = {"windows": [Size(1, 10 + number) for number in range(40)], "documents": [Size(5, 20)] * 9}
    settings = SamplingSettings(temperature=1, buffer=49)
    made = Sampler(sizes, {"windows": 1.0, "documents": 1.0}, settings, 60, 3, abreast=2)

    def pieces(batch: list[Drawn]) -> int:
        own = [sizes[item.corpus][item.number] for item in batch]
        return sum(size.windows for size in own) * max(size.longest for size in own)

    drawn, waited, read_ = 0, 0, 0
    for _ in range(5):
        while True:
            one, other = next(made), next(made)
            drawn += len(one) + len(other)
            waited += abs(pieces(one) - pieces(other))
            read_ += pieces(one) + pieces(other)
            if made.state.batch == 0:
                break
    assert drawn == 5 * 49
    assert waited < 0.05 * read_


def test_there_is_a_batch_for_each_process_in_every_step() -> None:
    sizes = {"documents": [Size(3, 20 + number) for number in range(9)]}
    made = Sampler(sizes, {"documents": 1.0}, SamplingSettings(temperature=1, buffer=7), 60, 3, abreast=2)
    numbers: list[int] = []
    while made.state.round < 9:
        numbers += [item.number for item in next(made)]
    assert len(numbers) % 2 == 0
    counts = Counter(numbers)
    assert max(counts.values()) - min(counts.values()) <= 1


def test_batches_side_by_side_are_alike_where_a_buffer_makes_few() -> None:
    sizes = {"windows": [Size(1, 30 + number % 9) for number in range(900)]}
    made = Sampler(sizes, {"windows": 1.0}, SamplingSettings(temperature=1, buffer=51), 1600, 3, abreast=8)
    group = [len(next(made)) for _ in range(8)]
    assert sum(group) == 51
    assert max(group) <= 2 * min(group) + 1


def test_a_corpus_is_gone_through_before_a_window_comes_again() -> None:
    made = sampler(temperature=5)
    seen: list[int] = []
    while len(seen) < 10:
        seen += [item.number for item in next(made) if item.corpus == "small"]
    # Batches of a round are shuffled, so that only whole turns can be counted.
    drawn = Counter(seen[:10])
    assert max(drawn.values()) <= 3
    assert set(drawn) == set(range(5))


def test_temperature_makes_shares_more_even() -> None:
    def share(temperature: float) -> float:
        made = sampler(temperature)
        drawn = Counter(item.corpus for _ in range(400) for item in next(made))
        return drawn["small"] / drawn["large"]

    # By pieces 100 : 4000; windows of the small corpus are twice as long.
    assert share(1) < 0.04
    assert 0.05 < share(2) < 0.12
    assert share(50) > 0.3


def test_going_on_from_a_state_draws_what_would_have_come() -> None:
    made = sampler()
    for _ in range(23):
        next(made)
    other = sampler()
    other.resume(type(made.state)(made.state.round, made.state.batch, dict(made.state.cursors)))
    assert [next(other) for _ in range(30)] == [next(made) for _ in range(30)]
