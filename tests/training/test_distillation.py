from collections import Counter
from pathlib import Path

import pytest
import torch
from training_data import write_data

from onrecord.corpora import read
from onrecord.corpora.relation_schemes import RELATION_SCHEMES
from onrecord.models import checkpoint
from onrecord.models.collate import Collator
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.models.model import Model
from onrecord.models.tokenizer import WordTokenizer
from onrecord.training.batches import TrainingBatch, TrainingItem, training_batch, training_items
from onrecord.training.config import CoreferenceTask, NameTask, RelationTask, Task, TeacherSettings
from onrecord.training.distillation import divergences
from onrecord.training.examples import example_of, head_labels
from onrecord.training.reading import text_examples
from onrecord.training.teacher import Teacher, load_teacher
from tiny_model import definition, model

NAMES = NameTask(task="names", scheme="dwie")
SENTENCES: dict[str, Task] = {"relations-conll04": RelationTask(task="relations", scheme="conll04")}
PASSAGES: dict[str, Task] = {"coreference": CoreferenceTask(task="coreference")}


def whole(most_pieces: int = 64, context: int = 0, seed: int = 1) -> Model:
    made = model(
        {"names": head_labels(NAMES)},
        relations={
            f"relations-{scheme}": RelationSettings(labels=RELATION_SCHEMES[scheme], size=32)
            for scheme in ("dwie", "conll04")
        },
        coreference={"coreference": CoreferenceSettings(size=24)},
        most_pieces=most_pieces,
        context=context,
    ).eval()
    torch.manual_seed(seed)
    for weight in made.state_dict().values():
        if weight.is_floating_point():
            weight += 0.2 * torch.randn(weight.shape)
    return made


def teacher_of(made: Model, student: Model, folder: Path, temperature: float = 2.0) -> Teacher:
    checkpoint.save(made, folder, torch.float32)
    settings = TeacherSettings(model=str(folder), temperature=temperature)
    return load_teacher(settings, student.settings, torch.device("cpu"))


def items(data: Path, collator: Collator, teacher: Teacher) -> list[TrainingItem]:
    """Windows of a plain text, sentences with relations, and passages with coreference."""
    (data / "plain.txt").write_text("Ana of Reuters told the bank. " * 9)
    examples = text_examples(data / "plain.txt", Counter())
    for path, heads in (("sentences.json", SENTENCES), ("passages.tsv", PASSAGES)):
        for document in read(data / path).documents():
            example = example_of(document, heads, Counter())
            assert example is not None
            examples.append(example)
    return [item for example in examples for item in training_items(example, collator, teacher)]


def found(student: Model, teacher: Teacher, batch: TrainingBatch) -> dict[str, float]:
    with torch.no_grad():
        states = student.encoder(batch.windows)
        losses = divergences(student, teacher, states, teacher.states(batch.taught), batch)
    return {name: float(loss) for name, loss in losses.items()}


def test_a_student_that_says_the_same_loses_nothing(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    student, other = whole(), whole(seed=2)
    teacher = teacher_of(student, student, tmp_path / "teacher")
    collator = student.collator()
    batch = training_batch(items(tmp_path / "data", collator, teacher), collator, teacher)
    losses = found(student, teacher, batch)
    assert losses == pytest.approx(dict.fromkeys(losses, 0.0), abs=1e-5)
    # Relations of a scheme that nothing here is labelled in, too.
    assert set(losses) == {"names", "relations-dwie", "relations-conll04", "coreference"}
    assert all(loss > 1e-3 for loss in found(other, teacher, batch).values())


def test_a_document_has_the_say_of_its_share_of_the_words(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    student = whole()
    teacher = teacher_of(whole(most_pieces=32, context=4, seed=2), student, tmp_path / "teacher")
    collator = student.collator()
    chosen = items(tmp_path / "data", collator, teacher)
    together = training_batch(chosen, collator, teacher)
    expected: Counter[str] = Counter()
    for item in chosen:
        alone = training_batch([item], collator, teacher)
        for head, loss in found(student, teacher, alone).items():
            expected[head] += loss * alone.windows.words / together.windows.words
    assert found(student, teacher, together) == pytest.approx(expected, rel=1e-3)


def test_a_teacher_of_other_windows_reads_the_same_words(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    student = whole(most_pieces=24)
    teacher = teacher_of(whole(most_pieces=20, context=2), student, tmp_path / "teacher")
    collator = Collator(WordTokenizer(definition()), student.settings.encoder, 0)
    chosen = items(tmp_path / "data", collator, teacher)
    assert sum(item.text is chosen[0].text for item in chosen) > 1
    batch = training_batch(chosen, collator, teacher)
    # The first piece of each word tells which word it is.
    words = batch.windows.ids.flatten()[batch.windows.first_pieces].tolist()
    assert [pieces[0] for text in batch.taught for pieces in text.pieces] == words
    assert len(teacher.states(batch.taught)) == len(words)
    window = chosen[1].windows[0]
    whole_text = chosen[1].taught
    assert whole_text is not None
    part = teacher.part(whole_text, window.first, window.end)
    assert part.units == ((0, window.end - window.first),)
    assert part.features == tuple(own[window.first : window.end] for own in whole_text.features)


def test_tags_are_compared_as_softened_choices(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    student = whole()
    other = whole(seed=2)
    teacher = teacher_of(other, student, tmp_path / "teacher", temperature=3.0)
    collator = student.collator()
    [item, *_] = items(tmp_path / "data", collator, teacher)
    batch = training_batch([item], collator, teacher)
    with torch.no_grad():
        states = {made: made.tagger("names")(made.encoder(batch.windows)) for made in (student, other)}
    total = 0.0
    for own, theirs in zip(states[student], states[other], strict=True):
        p, q = (theirs / 3).softmax(0), (own / 3).softmax(0)
        total += float((p * (p / q).log()).sum())
    assert found(student, teacher, batch) == pytest.approx({"names": 9 * total / batch.windows.words}, rel=1e-3)
