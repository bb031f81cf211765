from itertools import pairwise, product

import torch
from torch import Tensor

from onrecord.models import bioes
from onrecord.models.decode import FORBIDDEN, Chain, log_partition, marginals, path_score, viterbi

LENGTHS = (3, 1, 2)
TAGS = 5


def chain() -> Chain:
    """Three chains of random scores over the tags of one label, with the transitions of the scheme."""
    generator = torch.Generator().manual_seed(3)
    mask = torch.arange(max(LENGTHS))[None, :] < torch.tensor(LENGTHS)[:, None]
    return Chain(
        torch.randn(len(LENGTHS), max(LENGTHS), TAGS, generator=generator),
        mask,
        torch.randn(TAGS, TAGS, generator=generator).masked_fill(~bioes.allowed_transitions(("X",)), FORBIDDEN),
        torch.randn(TAGS, generator=generator).masked_fill(~bioes.allowed_first(("X",)), FORBIDDEN),
        torch.randn(TAGS, generator=generator).masked_fill(~bioes.allowed_last(("X",)), FORBIDDEN),
    )


def paths(made: Chain, place: int) -> dict[tuple[int, ...], float]:
    """Scores of all paths of one chain, added up one by one."""
    emissions = made.emissions[place]
    scores = {}
    for path in product(range(TAGS), repeat=LENGTHS[place]):
        score = float(made.first[path[0]] + made.last[path[-1]])
        score += sum(float(emissions[step, tag]) for step, tag in enumerate(path))
        score += sum(float(made.transitions[one, other]) for one, other in pairwise(path))
        scores[path] = score
    return scores


def test_against_all_paths() -> None:
    made = chain()
    best, logs, shares = viterbi(made), log_partition(made), marginals(made)
    for place, length in enumerate(LENGTHS):
        scores = paths(made, place)
        assert tuple(best[place, :length].tolist()) == max(scores, key=scores.__getitem__)
        total = torch.logsumexp(torch.tensor(list(scores.values())), 0)
        assert torch.isclose(logs[place], total, atol=1e-4)
        expected: Tensor = torch.zeros(length, TAGS)
        for path, score in scores.items():
            for step, tag in enumerate(path):
                expected[step, tag] += float(torch.exp(torch.tensor(score) - total))
        assert torch.allclose(shares[place, :length], expected, atol=1e-4)


def test_score_of_a_path() -> None:
    made = chain()
    tags = torch.tensor([[1, 2, 3], [4, 0, 0], [1, 3, 0]])
    found = path_score(made, tags)
    for place, length in enumerate(LENGTHS):
        assert torch.isclose(found[place], torch.tensor(paths(made, place)[tuple(tags[place, :length].tolist())]))
