"""Encoders that train in a second, built in code: nothing is downloaded."""

import json
import string
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel

from onrecord.corpora.relation_schemes import DWIE_RELATIONS
from onrecord.models.encoder import EncoderSettings, WordEncoder
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.models.heads.speakers import SpeakerSettings
from onrecord.models.heads.tagging import TaggingSettings
from onrecord.models.model import Model, ModelSettings
from onrecord.models.tokenizer import WordTokenizer
from onrecord.records import ACT_LABELS, FACT_LABELS
from onrecord.stages.neural.speaking import KINDS, TYPES

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
WORDS = [
    "ana",
    "silva",
    "bank",
    "said",
    "that",
    "told",
    "ministry",
    "it",
    "will",
    "fail",
    "paris",
    "reuters",
    "the",
    "of",
    "deny",
    "##ed",
    "##s",
]


def definition() -> str:
    """An uncased WordPiece tokenizer of a few words and all single letters, as tokenizer.json."""
    letters = [*string.ascii_lowercase, *string.digits, *string.punctuation, "“", "”"]
    pieces = [*SPECIALS, *letters, *(f"##{letter}" for letter in letters[:36]), *WORDS]
    pieces = list(dict.fromkeys(pieces))
    tokenizer = Tokenizer(
        WordPiece({piece: place for place, piece in enumerate(pieces)}, unk_token="[UNK]", max_input_chars_per_word=400)
    )
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return tokenizer.to_str()


def network(dropout: float = 0.0) -> BertModel:
    """Two layers of 32 with random weights, the same every time."""
    torch.manual_seed(1)
    size = len(json.loads(definition())["model"]["vocab"])
    return BertModel(
        BertConfig(
            vocab_size=size,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=128,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
    )


def model(
    taggers: dict[str, tuple[str, ...]] | None = None,
    *,
    relations: dict[str, RelationSettings] | None = None,
    coreference: dict[str, CoreferenceSettings] | None = None,
    speakers: dict[str, SpeakerSettings] | None = None,
    most_pieces: int = 64,
    context: int = 8,
    pooling: str = "first",
) -> Model:
    """A model on that network; by default with the taggers `names` and `quotes`."""
    encoder = EncoderSettings.model_validate(
        {"pooling": pooling, "features": ("shape", "quotation"), "most_pieces": most_pieces, "context": context}
    )
    given = taggers or {"names": ("PER", "ORG"), "quotes": ("content", "source", "cue")}
    heads = {name: TaggingSettings(labels=labels, dropout=0.0) for name, labels in given.items()}
    settings = ModelSettings(
        name="tiny",
        encoder=encoder,
        taggers=heads,
        relations=relations or {},
        coreference=coreference or {},
        speakers=speakers or {},
    )
    return Model(settings, WordEncoder(network(), encoder), WordTokenizer(definition()))


def news_model() -> Model:
    """A model with the heads that the configuration `news-small` asks for."""
    return model(
        {
            "names-worldwide": ("Person", "Location", "Misc"),
            "names-dwie": ("event", "location"),
            "quotes": ("content", "source", "cue"),
            "references": ("pronoun", "PERSON", "ORG"),
        },
        relations={
            "relations-dwie": RelationSettings(labels=DWIE_RELATIONS, size=32),
            "relations-news": RelationSettings(
                labels=(*FACT_LABELS, *ACT_LABELS), size=32, types=TYPES, flags=("negated", "past"), speech=True
            ),
        },
        coreference={"coreference": CoreferenceSettings(size=16)},
        speakers={"speakers": SpeakerSettings(kinds=KINDS, types=TYPES, size=16)},
    )


def save_network(folder: Path, dropout: float = 0.0) -> None:
    """Write network and tokenizer as a folder that training can start from."""
    network(dropout).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(definition(), encoding="utf-8")
