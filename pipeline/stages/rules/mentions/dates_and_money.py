"""Dates and sums of money, cut out of what spaCy takes for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from onrecord.stages.rules.mentions.candidate import Candidate
from onrecord.stages.rules.mentions.lexicon import word_set

_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|"
    r"(?:1[5-9]|20)\d\d(?:s|[-–/]\d\d(?:\d\d)?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
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
_GLUE = word_set(", of the")


def dates(doc: Doc) -> Iterator[Candidate]:
    """Calendar dates: weekdays, months, years and what is built of them; "last week" is none."""
    for entity in doc.ents:
        if entity.label_ in {"DATE", "TIME"}:
            yield from _dates_within(entity)


def _dates_within(entity: Span) -> Iterator[Candidate]:
    run: list[Token] = []
    for token in entity:
        if _is_date_word(token) and not (run and _begins_anew(run, token)):
            run.append(token)
        elif not (run and token.text in _GLUE):
            yield from _date(run)
            run = [token] if _is_date_word(token) else []
    yield from _date(run)


def _is_date_word(token: Token) -> bool:
    return _CALENDAR.fullmatch(token.text) is not None or _DAY.fullmatch(token.text) is not None


def _begins_anew(run: list[Token], token: Token) -> bool:
    """Whether a year or weekday follows where the run already has one."""
    if _YEAR.fullmatch(token.text):
        return any(_YEAR.fullmatch(other.text) for other in run)
    return token.lower_.rstrip("s").endswith("day") and any(other.lower_.rstrip("s").endswith("day") for other in run)


def _date(run: list[Token]) -> Iterator[Candidate]:
    if any(_CALENDAR.fullmatch(token.text) for token in run):
        yield Candidate(run[0].i, run[-1].i + 1, "name", "DATE", 0.8)


def money(doc: Doc) -> Iterator[Candidate]:
    """Amounts with a currency, by sign or by word."""
    for match in _MONEY.finditer(doc.text):
        span = doc.char_span(match.start(), match.end())
        if span is not None:
            yield Candidate(span.start, span.end, "name", "MONEY", 0.85)
