"""Small corpora written to a folder, and what is read from them."""

from onrecord.corpora import read


def placed(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def documents(path, format=None):
    """The documents of a corpus and the corpus, whose repairs are then complete."""
    corpus = read(path, format)
    return list(corpus.documents()), corpus


def shown(record):
    """Mentions as surface, kind, type and entity."""
    return [(mention.text, mention.kind, mention.type, mention.entity) for mention in record.mentions]


def related(record):
    """Relations as names of entities, with labels."""
    names = {entity.id: entity.name for entity in record.entities}
    return [(names[relation.head], relation.label, names[relation.tail]) for relation in record.relations]
