"""Records for the tests of the scorers, written short: places are characters of a text of letters."""

from onrecord.records import Entity, Mention, Quote, Record, Relation, Span

TEXT = "".join(chr(ord("a") + place % 26) for place in range(400))


def mention(start, end, type="PERSON", entity=None, kind="name", text=TEXT, score=1.0):
    return Mention(f"m{start}-{end}", start, end, text[start:end], kind, type, entity, score)


def record(mentions=(), quotes=(), relations=(), text=TEXT, id="one", meta=None):
    entities: dict[str, list[Mention]] = {}
    for found in mentions:
        if found.entity is not None:
            entities.setdefault(found.entity, []).append(found)
    return Record(
        id=id,
        text=text,
        meta=meta or {},
        mentions=tuple(mentions),
        entities=tuple(
            Entity(name, own[0].text, own[0].type, tuple(each.id for each in own)) for name, own in entities.items()
        ),
        quotes=tuple(quotes),
        relations=tuple(relations),
    )


def quote(content, source=None, cue=None, type="direct", speaker=None, **more):
    spans = [content] if isinstance(content[0], int) else content
    return Quote(
        id=f"q{spans[0][0]}",
        type=type,
        content=tuple(Span(*span) for span in spans),
        cue=Span(*cue) if cue else None,
        source=Span(*source) if source else None,
        speaker=speaker,
        **more,
    )


def relation(head, label, tail, **more):
    return Relation(head, label, tail, **more)
