import torch

from onrecord.models import features
from onrecord.models.collate import Text
from onrecord.models.tokenizer import MOST_WORD_PIECES
from tiny_model import model


def test_pieces_features_and_words_line_up() -> None:
    collator = model().collator()
    text = collator.encode(Text(("Ana", "failed", '"'), ((0, 3),)))
    batch = collator.collate([(text, text.windows[0])])
    specials = collator.tokenizer
    pieces = [specials.prefix, text.pieces[0], text.pieces[1], text.pieces[2], specials.suffix]
    assert [len(piece) for piece in pieces] == [1, 1, 2, 1, 1]
    assert batch.ids.tolist() == [[piece for word in pieces for piece in word]]
    lower, later = features.LOWER, features.later_piece(features.LOWER)
    assert batch.features[0, :, 0].tolist() == [0, features.TITLE, lower, later, features.OTHER, 0]
    outside = features.OUTSIDE
    assert batch.features[0, :, 1].tolist() == [0, outside, outside, outside, features.OPENING, 0]
    assert batch.first_pieces.tolist() == [1, 2, 4]
    assert batch.word_of_piece.tolist() == [3, 0, 1, 1, 2, 3]


def test_padding_belongs_to_no_word() -> None:
    collator = model().collator()
    short, long = (collator.encode(Text(words, ((0, len(words)),))) for words in (("it",), ("it", "will", "fail")))
    batch = collator.collate([(short, short.windows[0]), (long, long.windows[0])])
    assert batch.mask.tolist() == [[True] * 3 + [False] * 2, [True] * 5]
    assert batch.word_of_piece.tolist() == [4, 0, 4, 4, 4, 4, 1, 2, 3, 4]
    assert batch.first_pieces.tolist() == [1, 6, 7, 8]


def test_an_overlong_word_is_one_word_and_is_counted() -> None:
    text = model().collator().encode(Text(("it", "q" * 300, "fail"), ((0, 3),)))
    assert [len(pieces) for pieces in text.pieces] == [1, MOST_WORD_PIECES, 1]
    assert text.shortened == 1


def test_a_word_without_pieces_gets_the_unknown_one() -> None:
    made = model()
    assert made.collator().encode(Text(("\u200b",), ((0, 1),))).pieces == ((made.tokenizer.unknown,),)


def test_mean_pooling_is_the_mean_of_the_pieces() -> None:
    made = model(pooling="mean").eval()
    collator = made.collator()
    text = collator.encode(Text(("it", "failed"), ((0, 2),)))
    batch = collator.collate([(text, text.windows[0])])
    with torch.no_grad():
        states = made.encoder(batch)
        first = model().eval().encoder
        first.load_state_dict(made.encoder.state_dict())
        # Of the pieces [CLS] it fail ##ed [SEP], the state of the first of "failed" and, by a moved index, the second.
        plain = first(batch)
        second = first(type(batch)(batch.ids, batch.mask, batch.features, batch.first_pieces + 1, batch.word_of_piece))
    assert torch.allclose(states[0], plain[0])
    assert torch.allclose(states[1], (plain[1] + second[1]) / 2, atol=1e-6)
