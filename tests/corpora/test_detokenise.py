import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.corpora.detokenise import PTB_ESCAPES, rebuild


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("Ann 's dog , they said , is n't here .", "Ann's dog, they said, isn't here."),
        ('" Go , " she said . " Now ! "', '"Go," she said. "Now!"'),
        ("`` Go , '' she said ( today ) .", '"Go," she said (today).'),
        ("It cost $ 5 or 3 % -LRB- net -RRB-", "It cost $5 or 3% (net)"),
        ("“ Yes , ” he said", "“Yes,” he said"),
        ("the workers ' strike and ' Hamlet '", "the workers' strike and 'Hamlet'"),
        ("the party ’ s vote", "the party’s vote"),
        ('we will see , " said Ann', 'we will see," said Ann'),
        ('She said , " Go', 'She said, "Go'),
        ("SOCCER - LEAGUE", "SOCCER - LEAGUE"),
    ],
)
def test_spaces_stand_as_in_a_newspaper(tokens, text):
    assert rebuild([tokens.split()], " ")[0] == text


def test_sentences_are_divided_as_asked():
    text, tokens = rebuild([["One", "."], ["Two", "."]], "\n")
    assert text == "One.\nTwo."
    assert tokens.sentences == ((0, 2), (2, 4))
    assert [span.of(text) for span in tokens.spans] == ["One", ".", "Two", "."]


def test_forms_are_those_of_the_corpus():
    text, tokens = rebuild([["``", "Hi", "''"]], " ")
    assert (text, tokens.forms) == ('"Hi"', ("``", "Hi", "''"))


@given(
    st.lists(
        st.lists(st.text(min_size=1, max_size=4) | st.sampled_from([*PTB_ESCAPES, '"', "'", "s", "$"]), min_size=1)
    )
)
def test_every_token_stands_where_its_span_says(sentences):
    text, tokens = rebuild(sentences, "\n")
    forms = [token for sentence in sentences for token in sentence]
    assert list(tokens.forms) == forms
    assert [span.of(text) for span in tokens.spans] == [PTB_ESCAPES.get(form, form) for form in forms]
    assert [end - first for first, end in tokens.sentences] == [len(sentence) for sentence in sentences]


def test_tokens_are_found_by_span():
    text, tokens = rebuild([["New", "York", "won", "."]], " ")
    assert text == "New York won."
    assert tokens.aligned(tokens.span(0, 2)) == (0, 2)
    assert tokens.covering(tokens.spans[3]) == (3, 4)
    middle = type(tokens.spans[0])(1, 6)
    assert tokens.aligned(middle) is None
    assert tokens.covering(middle) == (0, 2)
