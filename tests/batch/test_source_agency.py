"""The formats of news agencies: ninjs and NITF."""

import json

import pytest

from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import read_articles

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.3/specification/dtd/nitf-3-3.dtd">
<nitf><head><title>Bridge</title><meta name="online_sections" content="World"/>
<docdata><date.issue norm="20230418T061500Z"/><doc-id id-string="gull-17" regsrc="gull"/></docdata>
<pubdata name="The Daily Gull" date.publication="20230419"/></head>
<body><body.head><hedline><hl1>Board rejects <em>second</em> bridge</hl1><hl2>Seven votes to four</hl2></hedline>
<byline>By <person>Zoë Lindqvist</person></byline><dateline><location>Nordvik</location></dateline></body.head>
<body.content><p>The <org>harbour board</org> rejected
   the plans.</p><!-- note --><media media-type="image"><media-caption>A bridge</media-caption></media>
<hl2>Reactions</hl2><p>“No ship needs it,” said <person>Marit Solheim</person>.<br/>She chairs the board.</p>
<ul><li>One point</li><li>Another point</li></ul><bq><block><p>A quotation.</p></block></bq>
</body.content></body></nitf>"""

TEXT = """Board rejects second bridge

Seven votes to four

The harbour board rejected the plans.

Reactions

“No ship needs it,” said Marit Solheim.
She chairs the board.

One point

Another point

A quotation."""


def read(path, data, **settings):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_articles([str(path)], ReadSettings(**settings)))


def test_headlines_and_paragraphs_of_nitf_are_the_text_and_the_rest_is_meta(tmp_path):
    (item,) = read(tmp_path / "a.xml", NITF)
    assert (item.article.id, item.article.text, item.position) == ("gull-17", TEXT, None)
    assert item.article.meta == {
        "title": "Board rejects second bridge",
        "date": "2023-04-18T06:15:00+00:00",
        "author": "Zoë Lindqvist",
        "outlet": "The Daily Gull",
        "location": "Nordvik",
        "online_sections": "World",
    }


@pytest.mark.parametrize("name", ["a", "a.txt", "a.nitf"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
def test_nitf_is_told_by_its_content_in_any_encoding_that_it_names(tmp_path, name, encoding):
    data = NITF.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding, "xmlcharrefreplace")
    (item,) = read(tmp_path / name, data)
    assert item.article.text == TEXT


def test_stories_within_newsml_are_articles_of_their_own(tmp_path):
    story = NITF[NITF.index("<nitf>") :].replace("<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">')
    whole = f"<?xml version='1.0'?><newsMessage>{story}{story.replace('gull-17', 'gull-18')}</newsMessage>"
    first, second = read(tmp_path / "a.xml", whole)
    assert [(item.article.id, item.position) for item in (first, second)] == [("gull-17", 1), ("gull-18", 2)]
    assert first.article.text == second.article.text == TEXT


def test_what_is_missing_is_left_out(tmp_path):
    (item,) = read(tmp_path / "a.xml", "<nitf><body><body.content><p>So.</p></body.content></body></nitf>")
    assert (item.article.id, item.article.text, item.article.meta) == ("a", "So.", {})


def test_paragraphs_that_stand_there_twice_are_read_once(tmp_path):
    body = '<block class="lead_paragraph"><p>So.</p></block><block class="full_text"><p>So.</p><p>No.</p></block>'
    (item,) = read(tmp_path / "a.xml", f"<nitf><body><body.content>{body}</body.content></body></nitf>")
    assert item.article.text == "So.\n\nNo."


def test_letters_that_are_named_as_in_html_are_letters(tmp_path):
    data = NITF.replace("Zoë", "Zo&euml;").replace("“No", "&ldquo;No").replace("it,”", "it,&rdquo;")
    (item,) = read(tmp_path / "a.xml", data)
    assert (item.article.text, item.article.meta["author"]) == (TEXT, "Zoë Lindqvist")


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            '<!DOCTYPE nitf [<!ENTITY a "ha">]><nitf><body><body.content><p>&a;</p></body.content></body></nitf>',
            "entity &a; is not expanded: write what it stands for in its place",
        ),
        (
            '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            "<nitf><body><body.content><p>&x;</p></body.content></body></nitf>",
            "entity &x; is not expanded: write what it stands for in its place",
        ),
        (
            "<?xml version='1.0'?><rss><channel/></rss>",
            "XML whose root is <rss> is not read, only NITF: extract the text first",
        ),
        ("<nitf><body/></nitf>", "body.content: there is no text in it; leave the file out"),
    ],
)
def test_xml_without_an_article_and_entities_are_rejected(tmp_path, data, reason):
    (item,) = read(tmp_path / "a.xml", data)
    assert item.reason == reason


@pytest.mark.parametrize("data", [NITF[:400], NITF.replace("</hl1>", ""), NITF.encode()[:300] + b"\xff\xfe", b""])
def test_xml_that_is_damaged_is_rejected(tmp_path, data):
    (item,) = read(tmp_path / "a.xml", data)
    assert item.reason.startswith("no valid XML (")
    assert item.reason.endswith("): was it cut off? fetch it again")


def test_entities_that_stand_for_a_great_many_others_are_rejected(tmp_path):
    data = (
        f'<!DOCTYPE nitf [<!ENTITY a0 "ha">{BOMB}]><nitf><body><body.content><p>&a8;</p></body.content></body></nitf>'
    )
    (item,) = read(tmp_path / "a.xml", data)
    assert not isinstance(item, Incoming)


def test_nesting_without_end_is_rejected(tmp_path):
    (item,) = read(tmp_path / "a.xml", "<nitf>" + "<p>" * 100_000)
    assert item.reason.startswith("no valid XML (Excessive depth")


NINJS = {
    "uri": "https://gull.example/17",
    "type": "text",
    "versioncreated": "2023-04-18T06:15:00Z",
    "byline": "Zoë Lindqvist",
    "headline": "Board rejects second bridge",
    "body_text": "The harbour board rejected the plans.\nSo it said.",
    "infosource": [{"name": "The Daily Gull"}],
    "subject": [{"name": "harbours"}],
}


def ninjs(path, item, **settings):
    (found,) = read(path, json.dumps(item), **settings)
    return found


def test_headline_and_body_of_ninjs_are_the_text_and_the_rest_is_meta(tmp_path):
    found = ninjs(tmp_path / "a.json", NINJS).article
    assert (found.id, found.text) == (
        "https://gull.example/17",
        "Board rejects second bridge\n\nThe harbour board rejected the plans.\nSo it said.",
    )
    assert found.meta == {
        "title": "Board rejects second bridge",
        "date": "2023-04-18T06:15:00Z",
        "author": "Zoë Lindqvist",
        "outlet": "The Daily Gull",
        **{key: NINJS[key] for key in ("uri", "type", "versioncreated", "byline", "infosource", "subject")},
    }


HTML = "<p>The <b>harbour</b>\nboard rejected the plans.</p><script>no</script><h2>Why</h2><p>So it said.</p>"


@pytest.mark.parametrize(
    "body",
    [
        {"body_xhtml": HTML},
        {"body_html5": f"<!DOCTYPE html><html><head><title>no</title></head><body>{HTML}</body></html>"},
        {"body_text": "The harbour board rejected the plans. Why So it said.", "body_xhtml": HTML},
        {"bodies": [{"role": "main", "contenttype": "text/html", "value": HTML}]},
        {"bodies": [{"contenttype": "text/plain", "value": "The harbour board … it said."}, {
            "contenttype": "text/html", "value": HTML}]},
        {"bodies": [{"contenttype": "text/plain",
                     "value": "The harbour board rejected the plans.\n\nWhy\n\nSo it said."}]},
    ],
)  # fmt: skip
def test_the_body_with_paragraphs_is_taken(tmp_path, body):
    item = {"uri": "x", "headlines": [{"role": "short", "value": "No"}, {"role": "main", "value": "Board"}], **body}
    found = ninjs(tmp_path / "a.json", item).article
    assert found.text == "Board\n\nThe harbour board rejected the plans.\n\nWhy\n\nSo it said."
    assert found.meta["title"] == "Board"


def test_a_headline_that_opens_the_body_is_not_repeated(tmp_path):
    found = ninjs(tmp_path / "a.json", {**NINJS, "body_text": "Board rejects second bridge\nNordvik\nSo it said."})
    assert found.article.text == "Board rejects second bridge\nNordvik\nSo it said."


def test_ninjs_in_lines_and_lists_and_with_an_id_field(tmp_path):
    other = {**NINJS, "key": "k", "uri": "y"}
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(NINJS)}\n{json.dumps(other)}\n")
    (tmp_path / "b.json").write_text(json.dumps([{**NINJS, "uri": "z"}]))
    inputs = [str(tmp_path / name) for name in ("a.jsonl", "b.json")]
    items = list(read_articles(inputs, ReadSettings(id_field="key")))
    assert [item.article.id for item in items] == ["https://gull.example/17", "k", "z"]


def test_a_text_field_that_is_there_counts_more(tmp_path):
    found = ninjs(tmp_path / "a.json", {**NINJS, "id": "x"}, text_field="body_text").article
    assert (found.id, found.text) == ("x", NINJS["body_text"])


@pytest.mark.parametrize("body", [{"body_text": ""}, {"body_text": 5}, {"bodies": []}, {"bodies": "x"}, {
    "body_html5": "<!-- -->"}])  # fmt: skip
def test_an_item_without_a_text_is_rejected(tmp_path, body):
    item = ninjs(tmp_path / "a.json", {"uri": "x", "type": "picture", **body})
    assert not isinstance(item, Incoming)
    assert item.reason == (
        "body: this ninjs item has no text that can be read: it needs a string in body_text or body_xhtml, "
        "or a value in bodies of type text/plain or text/html"
    )
