"""Who speaks in direct speech, as far as pronouns need to know."""

from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.document import Paragraph, Segments
from onrecord.stages.rules.coreference.direct_speech import speeches


def test_a_long_row_of_verbs_is_walked_without_recursion():
    verbs = 1500
    words = [*["said"] * verbs, "“", "Yes", "”"]
    doc = Doc(
        Vocab(),
        words=words,
        lemmas=["say" if word == "said" else word for word in words],
        pos=["VERB" if word == "said" else "PUNCT" for word in words],
        heads=[0, *range(verbs - 1), *[verbs - 1] * 3],
        deps=["ROOT", *["conj"] * (verbs - 1), *["punct"] * 3],
    )
    segments = Segments((Paragraph(0, len(doc.text), "body"),), (), ())
    [speech] = [found for found in [speeches(doc, segments, []).around(doc[verbs].idx)] if found]
    assert speech.speaker is None
