"""Records as CoNLL-U with `Entity=` brackets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from onrecord.corpora.corpus import GoldDocument, Losses, Tokens
from onrecord.corpora.tokenised import cut_into_tokens
from onrecord.records import Mention, Record

_NOT_IN_TYPE = re.compile(r"[()|\s]")
_LINE_END = re.compile(r"[\n\r\t]")


def rendered(document: GoldDocument, fields: Sequence[str], losses: Losses) -> str:
    """A document as CoNLL-U.

    Args:
        document: Mentions without an entity become one each.
        fields: What a bracket holds: GRP, kind, etype.
        losses: What this cannot hold is counted here.
    """
    record = document.record
    edges = [mention.span for mention in record.mentions]
    tokens = document.tokens or cut_into_tokens(record, edges, edges)
    groups = _groups(record)
    mentions = _written(record, groups, "etype" in fields, losses)
    opens, closes = _brackets(mentions, groups, tokens, fields, losses)
    lines = [f"# newdoc id = {' '.join(record.id.split())}", f"# global.Entity = {'-'.join(fields)}"]
    lines += _meta(record, losses)
    for first, end in tokens.sentences:
        lines += _sentence(record.text, tokens, first, end)
        lines += [_row(record.text, tokens, index, first, opens, closes) for index in range(first, end)]
        lines.append("")
    losses.lose("white space that is not one space, or one line end between sentences", _lost_gaps(record.text, tokens))
    losses.keep("entities", len({groups[mention.id] for mention in mentions if mention.entity is not None}))
    losses.lose("ids of documents that are no one line", " ".join(record.id.split()) != record.id or not record.id)
    _count(record, losses)
    return "\n".join(lines) + "\n"


def _groups(record: Record) -> dict[str, int]:
    """A number for each mention: that of its entity, or one of its own."""
    numbers: dict[str, int] = {}
    return {
        mention.id: numbers.setdefault(mention.entity or f"mention {mention.id}", len(numbers) + 1)
        for mention in record.mentions
    }


def _written(record: Record, groups: dict[str, int], singletons: bool, losses: Losses) -> list[Mention]:
    if singletons:
        return list(record.mentions)
    sizes: dict[int, int] = defaultdict(int)
    for group in groups.values():
        sizes[group] += 1
    kept = [mention for mention in record.mentions if sizes[groups[mention.id]] > 1]
    losses.lose("mentions that are alone in their entity", len(record.mentions) - len(kept))
    losses.lose("types of mentions", sum(bool(mention.type) for mention in kept))
    return kept


def _brackets(
    mentions: Sequence[Mention], groups: dict[str, int], tokens: Tokens, fields: Sequence[str], losses: Losses
) -> tuple[dict[int, str], dict[int, str]]:
    """What opens at each token (a mention of one token closes at once), and what closes after it."""
    opens: dict[int, str] = defaultdict(str)
    closes: dict[int, str] = defaultdict(str)
    written: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda item: (item.start, -item.end)):
        place = tokens.aligned(mention.span)
        group = groups[mention.id]
        if place is None or any(other[0] < place[0] < other[1] < place[1] for other in written[group]):
            losses.lose("mentions that cut through a token, or across another of their entity")
            continue
        first, end = place
        written[group].append(place)
        opens[first] += _opening(mention, group, fields, losses) + (")" if end - first == 1 else "")
        if end - first > 1:
            # The inner close before the outer: they open later, so they are put in front.
            closes[end - 1] = f"{group})" + closes[end - 1]
        losses.keep("mentions")
    return opens, closes


def _opening(mention: Mention, group: int, fields: Sequence[str], losses: Losses) -> str:
    label = _NOT_IN_TYPE.sub("_", mention.type) or "_"
    changed = "etype" in fields and label != (mention.type or "_")
    losses.lose("characters of types: brackets, | and white space", changed)
    values = {"GRP": str(group), "kind": mention.kind, "etype": label}
    return "(" + "-".join(values[field] for field in fields)


def _meta(record: Record, losses: Losses) -> list[str]:
    lines: list[str] = []
    for key, value in record.meta.items():
        if isinstance(value, str) and value == " ".join(value.split()) and key.isidentifier():
            lines.append(f"# meta::{key} = {value}")
        else:
            losses.lose("meta")
    return lines


def _sentence(text: str, tokens: Tokens, first: int, end: int) -> list[str]:
    start = tokens.spans[first - 1].end if first else 0
    opens = not first or "\n" in text[start : tokens.spans[first].start]
    span = tokens.span(first, end)
    return [*(["# newpar"] if opens else []), f"# text = {_one_line(span.of(text))}"]


def _one_line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _lost_gaps(text: str, tokens: Tokens) -> int:
    firsts = {first for first, _ in tokens.sentences}
    lost = (
        sum(bool(edge) for edge in (text[: tokens.spans[0].start], text[tokens.spans[-1].end :])) if tokens.spans else 0
    )
    for index in range(1, len(tokens.spans)):
        gap = text[tokens.spans[index - 1].end : tokens.spans[index].start]
        lost += gap not in ("", " ", "\n") or (gap == "\n" and index not in firsts)
    return lost


def _row(text: str, tokens: Tokens, index: int, first: int, opens: dict[int, str], closes: dict[int, str]) -> str:
    last = index + 1 == len(tokens.spans)
    follows = text[tokens.spans[index].end : tokens.spans[index + 1].start] if not last else " "
    # What closes stands first: after an opening bracket without its end it could be read as one with it.
    entity = closes.get(index, "") + opens.get(index, "")
    misc = [*([f"Entity={entity}"] if entity else []), *(["SpaceAfter=No"] if not follows else [])]
    form = tokens.spans[index].of(text)
    return "\t".join([str(index - first + 1), form, *("_" * 7), "|".join(misc) or "_"])


def _count(record: Record, losses: Losses) -> None:
    losses.documents += 1
    losses.lose("scores of mentions", sum(mention.score != 1 for mention in record.mentions))
    losses.lose("entities without a mention", sum(not entity.mentions for entity in record.entities))
    losses.lose("quotes", len(record.quotes))
    losses.lose("relations", len(record.relations))
