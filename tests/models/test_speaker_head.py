import torch

from onrecord.models.heads.speakers import SpeakerHead, SpeakerSettings, SpeakerTarget
from onrecord.models.mentions import mention_table
from onrecord.models.speakers import SpeakerMentions, SpeakerQuestions, tried

SETTINGS = SpeakerSettings(kinds=("person", "group"), types=("", "PERSON"), size=16, dropout=0.0)


def mentions(count: int = 6) -> SpeakerMentions:
    """Names of one word, at every third word, each an entity but the last, which is that of the first."""
    table = mention_table([(3 * place, 3 * place + 1, 0, place, place, -1) for place in range(count)])
    entity = torch.arange(count)
    entity[-1] = 0
    return SpeakerMentions(table, torch.ones(count, dtype=torch.long), entity, torch.zeros(count, dtype=torch.bool))


def questions(*asked: tuple[int, int]) -> SpeakerQuestions:
    """Sources of one word, each with the entity that it is of."""
    first = torch.tensor([word for word, _ in asked])
    blank = torch.full_like(first, -1)
    return SpeakerQuestions(
        first,
        first + 1,
        torch.zeros_like(first),
        blank,
        blank,
        torch.tensor([entity for _, entity in asked]),
        torch.zeros(len(asked), dtype=torch.bool),
    )


def test_who_spoke_last_is_seen_by_entity() -> None:
    found = tried(questions((4, 1), (7, -1), (10, 0), (13, -1)), mentions())
    spoke = found.traits[:, :, 2]
    assert spoke[0].tolist() == [0, 0, 0, 0, 0, 0]
    assert spoke[1].tolist() == [0, 1, 0, 0, 0, 0]
    assert spoke[3].tolist() == [1, 3, 0, 0, 0, 1]


def test_many_mentions_are_tried_within_bounds() -> None:
    many = mentions(2000)
    found = tried(questions((3000, -1)), many)
    assert int(found.mask.sum()) == found.places.shape[1] < 300
    assert found.places[0].min() > 700


def test_the_head_learns_and_gives_probabilities() -> None:
    torch.manual_seed(3)
    head = SpeakerHead(8, SETTINGS)
    states = torch.randn(20, 8)
    asked, given = questions((4, 1), (10, -1)), mentions()
    candidates = tried(asked, given)
    right = torch.zeros(2, 7, dtype=torch.bool)
    right[0, 2] = right[1, 0] = True
    via = torch.zeros_like(right)
    via[1, 4] = True
    target = SpeakerTarget(asked, given, candidates, right, via, torch.tensor([0, 1]))
    optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
    first = float(head.loss(states, target).detach())
    for _ in range(60):
        optimizer.zero_grad()
        loss = head.loss(states, target)
        loss.backward()
        optimizer.step()
    assert float(loss.detach()) < first / 10
    answers = head.eval().answers(states, asked, given)
    assert torch.allclose(answers.speaker.sum(1), torch.ones(2))
    assert answers.speaker.argmax(1).tolist() == [2, 0]
    assert answers.via[1].argmax() == 4
    assert answers.kind.argmax(1).tolist() == [0, 1]


def test_without_mentions_nobody_speaks() -> None:
    head = SpeakerHead(8, SETTINGS).eval()
    answers = head.answers(torch.randn(5, 8), questions((1, -1)), _none())
    assert answers.speaker.tolist() == [[1.0]]


def _none() -> SpeakerMentions:
    empty = torch.zeros(0, dtype=torch.long)
    return SpeakerMentions(mention_table([]), empty, empty, empty.bool())
