"""Dates and sums of money, cut out of what spaCy takes for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.stages.candidate import Candidate
from onrecord.stages.knowledge.people import word_set

_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:[-–](?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s|[-–/]\d\d(?:\d\d)?)?")
_SIGNS = "$£€¥₹₡₦₩₪₽₺"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|crore|lakh|bn|mn|tn|m|k)s?"
_CURRENCY = (
    r"(?:(?:US|U\.S\.|Australian|Canadian|Hong Kong|Singapore|Swiss|Egyptian|British)\s+)?"
    r"(?:dollars?|euros?|pounds?(?:\s+sterling)?|sterling|yen|yuan|renminbi|rupees?|rupiah|rubles?|roubles?|francs?|pesos?|"
    r"rand|won|baht|cedis?|naira|shekels?|riyals?|rials?|dirhams?|dinars?|shillings?|ringgit|crowns?|kronor|kroner|krona|"
    r"zlotys?|lira|liras|lire|marks|reais|real|cents|pence|USD|EUR|GBP|CHF)"
)
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?<![\w$])(?:(?:US|AU|NZ|HK|A|C|N|S|R|Z)\s?)?[{_SIGNS}]\s?{_AMOUNT}(?:[\s-]?{_SCALE}\b)?(?:\s+{_CURRENCY}\b)?"
    rf"|\b(?:Dh|Dhs|Rs\.?|JD|R|KSh|Ksh|Sh|EUR|USD|GBP|CHF|RM|Tk)\s?{_AMOUNT}(?:[\s-]?{_SCALE}\b)?"
    rf"|\b{_AMOUNT}(?:[\s-]?{_SCALE})?(?:\s+of)?\s+{_CURRENCY}\b"
    rf"|\b(?:(?:tens|hundreds|thousands)\s+of\s+)?(?:thousands|millions|billions|trillions)\s+of\s+{_CURRENCY}\b"
)  # fmt: skip
_GLUE = word_set(", of")


def dates(doc: Doc) -> Iterator[Candidate]:
    """Calendar dates: weekdays, months, years and what is built of them; "last week" is none."""
    run: list[Token] = []
    for token in doc:
        is_date = _is_date_word(token)
        if run and is_date and not token.is_sent_start and _continues(run, token):
            run.append(token)
        elif not (run and token.text in _GLUE and token.i == run[-1].i + 1):
            yield from _date(run)
            run = [token] if is_date else []
    yield from _date(run)


def _is_date_word(token: Token) -> bool:
    if _is_weekday(token) or _is_month(token) or _NUMERIC.fullmatch(token.text):
        return True
    if _DAY.fullmatch(token.text):
        beside = [token.doc[index] for index in (token.i - 1, token.i + 1) if 0 <= index < len(token.doc)]
        return any(_is_month(other) for other in beside) or _stands_for_month(token)
    if _YEAR.fullmatch(token.text) is None:
        return False
    before = token.doc[token.i - 1] if token.i > 0 else token
    return token.ent_type_ == "DATE" or _is_month(before) or before.text == ","


def _is_weekday(token: Token) -> bool:
    return token.text[0].isupper() and _WEEKDAY.fullmatch(token.text) is not None


def _is_month(token: Token) -> bool:
    return token.text[0].isupper() and token.tag_ in {"NNP", "NNPS"} and _MONTH.fullmatch(token.text) is not None


def _stands_for_month(token: Token) -> bool:
    """Whether a day comes before "of March"."""
    doc = token.doc
    return token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "of" and _is_month(doc[token.i + 2])


def _continues(run: list[Token], token: Token) -> bool:
    """Whether a date word belongs to the run: no second year or weekday, no year after a mere comma."""
    if token.i > run[-1].i + 2:
        return False
    if _YEAR.fullmatch(token.text):
        return any(_is_month(other) for other in run) and not any(_YEAR.fullmatch(other.text) for other in run)
    return not (_is_weekday(token) and any(_is_weekday(other) for other in run))


def _date(run: list[Token]) -> Iterator[Candidate]:
    while run and _DAY.fullmatch(run[-1].text) and not any(_is_month(other) for other in run):
        run = run[:-1]
    dated = any(token.ent_type_ in {"DATE", "TIME"} or not _YEAR.fullmatch(token.text) for token in run)
    if run and dated:
        yield Candidate(run[0].i, run[-1].i + 1, "name", "DATE", 0.8)


def money(doc: Doc) -> Iterator[Candidate]:
    """Amounts with a currency, by sign or by word."""
    for match in _MONEY.finditer(doc.text):
        span = doc.char_span(match.start(), match.end())
        if span is not None:
            yield Candidate(span.start, span.end, "name", "MONEY", 0.85)
