"""Words: English tokens found by one regular expression, in one pass.

The tokens are those of spaCy's English tokenizer but for a few, where that one follows its lists too closely: marks
within a run of letters always stand alone ("yes”he"), capitals contract as small letters do ("DON'T"), and an
abbreviation lets go of a hyphen ("U.S.-led").
"""

from __future__ import annotations

import re

from onrecord.records import Span

#: A run of this many characters without white space is no word of any language; it is taken as one token.
LONGEST_WORD = 256

_UPPER = "".join(char for char in map(chr, range(0x10000)) if char.isupper())
_LOWER = "".join(char for char in map(chr, range(0x10000)) if char.islower())
_LETTER = r"[^\W\d_]"
_APOSTROPHE = "['’]"
#: Characters that no reader sees: soft hyphen, zero width, direction, byte order.
_UNSEEN = r"\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_HYPHEN = r"\-\u2010\u2011"
_CURRENCY = r"$¢£¤¥฿\u20a0-\u20cf﷼"
_SYMBOL = (
    r"\xa6\xa7\xa9\xae\xb0\xb6†‡•‣\u2100-\u2109\u2114-\u2118\u211e-\u2125\u2190-\u21ff\u2300-\u27bf\u2900-\u297f"
    r"\u2b00-\u2bff\ufffc\ufffd\U0001f000-\U0001faff"
)
#: Marks that stand alone wherever they are, and those that can also stand within a word.
_ALWAYS = r"\"”“„‟«»‹›「」『』（）〔〕【】《》〈〉⟦⟧()\[\]{}<>=%!?;¿؟¡…|—―。？！，、；：～।،۔؛٪"
_WITHIN = r"'’‘‚`´.,:/&*#_+–"
#: A character of a word, whatever its script.
_CHAR = rf"[^\s{_ALWAYS}{_WITHIN}{_HYPHEN}{_CURRENCY}{_SYMBOL}{_UNSEEN}]"
#: What can stand after the last character of an address without being part of it.
_AFTER = rf"[{_ALWAYS}'’‘‚`´.,:&*#_–]"

_ABBREVIATIONS = (
    "Adm|Ak|Ala|Apr|Ariz|Ark|Aug|Bros|Calif|Capt|Cmdr|Col|Colo|Conn|Corp|Cpl|Dec|Del|Dr|Feb|Fla|Ga|Gen|Gov|Ia|Id|Ill|"
    "Inc|Ind|Jan|Jr|Jul|Jun|Kans?|Ky|La|Lt|Ltd|Maj|Mar|Mass|Md|Messrs|Mich|Minn|Miss|Mo|Mont|Mrs?|Ms|Mt|Nebr?|Nev|Nov|"
    "Oct|Okla|Ore|Pa|Prof|Rep|Rev|Sen|Sept?|Sgt|St|Tenn|Va|Wash|Wis|[Cc]o|vs|v\\.s|Ph\\.D|[ap]\\.m|[Ee]\\.g|[Ii]\\.e"
)
_VERBS = (
    "ai|are|ca|could|dare|did|do|does|had|has|have|is|may|might|must|need|ought|sha|should|was|were|wo|would"  # n't
)
_PRONOUNS = "how|it|s?he|that|there|they|we|wh?at|when|where|who|why|you|i"
_UNITS = (
    "km/h|m/s|km[²³]?|[cdm]?m[²³]?|ha|nm|yd|in|ft|[kmµ]?g|lb|oz|kmh|mph|hPa|Pa|mbar|[kKmMgGtT][bB]|[tTGMK]|"
    "[aApP]\\.[mM]\\.|[aApP][mM]"
)

_TOKEN = re.compile(
    rf"""
    (?<!\S)\S{{{LONGEST_WORD + 1},}}

    # Addresses, at the beginning of what has no blanks or after marks.
    | (?<![^\s{_ALWAYS}'’‘‚`´,:#–])(?:
        [A-Za-z][\w+.\-]*://\S+?
        | (?:[\w.+\-]+@)?(?:[^\W_][\w\-]*\.)+[a-zß-öø-ÿ]{{2,63}}(?::\d{{2,5}})?(?:[/?\#]\S*?)?
        | [\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+
      )(?={_AFTER}*(?!\S))(?<!{_AFTER})

    # Words of two tokens: the first of them, then the second.
    | (?i:
        (?:{_VERBS})(?=n{_APOSTROPHE}?t(?:{_APOSTROPHE}?ve)?(?!{_CHAR}|{_APOSTROPHE}{_CHAR}))
        | (?<={_LETTER})n{_APOSTROPHE}?t(?!{_CHAR}|{_APOSTROPHE}(?!ve){_CHAR})
        | (?:{_PRONOUNS})(?={_APOSTROPHE}[dm](?!{_CHAR}))
        | (?:can(?=not)|gon(?=na)|got(?=ta))(?!{_CHAR}{{3}}{_CHAR}|(?:na|ta){_CHAR})
        | y{_APOSTROPHE}(?=all(?!{_CHAR}))
        | {_APOSTROPHE}(?:s|ll|ve|re|d|m)(?!{_CHAR}|{_APOSTROPHE}(?!ve){_CHAR})
        | {_APOSTROPHE}(?:em|cause|cos|coz|cuz|bout|nuff)(?!{_CHAR})
      )

    # Abbreviations.
    | (?:{_ABBREVIATIONS})\.(?!{_CHAR}|\.)
    | (?<![{_HYPHEN}])[a-zäöü]\.(?!{_CHAR}|\.)
    | and/or(?!{_CHAR}) | w/o(?!{_CHAR})

    # Numbers before a unit, the unit, and money.
    | (?:(?<!\w)[{_HYPHEN}.])?\d+(?:[.,:/–]\d+)*(?=(?:{_UNITS})(?!{_CHAR}|[{_HYPHEN}]))
    | (?<=\d)(?:{_UNITS})(?!{_CHAR}|[{_HYPHEN}])
    | [A-Z]{{1,3}}\$(?=\d)

    # Words.
    | (?: {_CHAR}
        | (?<![\w.])[{_HYPHEN}]{_CHAR}
        | (?<!\S)\.(?=\d|[a-z]{{2,4}}(?!{_CHAR}))\w
        | \+(?=\d)
      )
      (?: {_CHAR}+
        | (?:(?<=[{_LOWER}])\.(?![{_UPPER}])|(?<![{_LOWER}])\.)(?={_CHAR})
        | {_APOSTROPHE}(?!(?i:s|ll|ve|re)(?!{_CHAR}))(?={_CHAR})
        | [‘`´&*\#_{_UNSEEN}]+(?={_CHAR})
        | (?<=\d)[,:/–](?=\d)
        | (?<={_LETTER})[{_CURRENCY}](?={_LETTER})
        | (?<=\D)\++
        | [{_HYPHEN}](?![{_HYPHEN}]|{_LETTER}|(?<=\d[{_HYPHEN}])\d)
      )*+
      (?:(?<=[{_UPPER}])(?<!{_CHAR}[{_UPPER}])(?<!&[{_UPPER}])\.(?!\.))?

    | \.\.+ | —+ | [{_HYPHEN}]+

    # An emoji with what belongs to it, and everything else.
    | [\U0001f1e6-\U0001f1ff]{{2}}
    | [{_SYMBOL}][\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*(?:\u200d[{_SYMBOL}][\ufe0f\U0001f3fb-\U0001f3ff]*)*
    | [{_UNSEEN}]+
    | \S
    """,
    re.VERBOSE,
)


def words(text: str, start: int, end: int) -> list[Span]:
    """Tokens of ``text[start:end]`` without white space.

    Args:
        text: The raw text of an article.
        start: First code point to look at.
        end: One past the last.

    Returns:
        Spans into `text`, in order; together they cover every character that is not white space.
    """
    return [Span(*match.span()) for match in _TOKEN.finditer(text, start, end)]
