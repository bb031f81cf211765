"""Web pages as news sites make them: ten templates, five stories. What must come out of a page stands beside it."""

import json
from dataclasses import dataclass
from itertools import product

NAVIGATION = "Subscribe to our newsletter"
COMMENT = "I have never read such nonsense in my life, cancel my subscription"
ADVERTISEMENT = "Best mattresses of the year, tested by sleepers"
FOOTER = "All rights reserved, imprint and privacy policy"
FURNITURE = (NAVIGATION, COMMENT, ADVERTISEMENT, FOOTER)


@dataclass(frozen=True)
class Story:
    """What a page tells."""

    slug: str
    title: str
    author: str
    date: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A page and what must come out of it."""

    name: str
    html: bytes
    story: Story
    url: str
    paragraphs: tuple[str, ...]
    """Those of the story, and what a template adds among them."""


STORIES = (
    Story(
        "harbour",
        "Harbour board rejects the second bridge",
        "Zoë Lindqvist",
        "2023-04-18",
        (
            "The harbour board of Nordvik rejected plans for a second bridge on Tuesday, by seven votes to four.",
            "“We were asked to pay for a road that leads nowhere,” said Marit Solheim, who chairs the board. "
            "“Nobody has shown us a single ship that needs it.”",
            "The town council had promised the bridge to voters for eleven years, and engineers had drawn it twice.",
            "Mayor Jonas Brekke said he would take the matter to the county, which owns the land on both sides.",
            "A decision there is not expected before the autumn, according to two people who know the file.",
        ),
    ),
    Story(
        "strike",
        "Bakers’ union calls off its strike",
        "Amadou Diallo",
        "2022-11-03",
        (
            "The bakers’ union of Port Saint-Luc called off a strike on Thursday, hours before it was to begin.",
            "Its secretary, Hélène Caradec, told members that the mills had agreed to raise wages by four per cent.",
            "“It is not what we wanted, and it is more than we had,” she said outside the union’s café.",
            "The mills’ association confirmed the figure but denied that it had given way on night shifts.",
            "Shops that had laid in bread from the mainland said they would sell it at half the price.",
        ),
    ),
    Story(
        "telescope",
        "Old telescope finds a new comet",
        "Priya Raman",
        "2024-01-29",
        (
            "An amateur with a telescope from 1911 has found a comet that larger instruments had missed.",
            "Gustav Müller, a retired clockmaker, saw it on three nights before he wrote to the observatory.",
            "“I thought there was dust on the lens again,” Mr Müller said, and he cleaned it twice to be sure.",
            "Astronomers at the observatory said it would pass the Sun in March and could be seen without glasses.",
            "It will bear his name, if nobody else turns out to have been earlier.",
        ),
    ),
    Story(
        "library",
        "Library opens at night – and nobody leaves",
        "Tomasz Wójcik",
        "2021-09-14",
        (
            "The library of Karsk has been open all night for a month, and its director says she regrets nothing.",
            "Up to ninety people were still reading at three in the morning last week, a spokesman said on Monday.",
            "“They are students, taxi drivers and one very old man who brings his own lamp,” said Ewa Zielińska.",
            "The city had warned that heating would cost too much; it has since asked for the figures.",
            "Unions criticised the night shifts, though most of the staff had volunteered for them.",
        ),
    ),
    Story(
        "recount",
        "Court orders a recount in Ashbury",
        "Martha O’Neill",
        "2020-06-25",
        (
            "A court ordered a recount of the votes in Ashbury on Thursday after two ballot boxes were found in a van.",
            "Judge Rosalind Pike called the matter “a muddle rather than a crime” and gave officials ten days.",
            "The winner by nineteen votes, Councillor Denis Achebe, said he had nothing to fear from arithmetic.",
            "His opponent accused the returning officer of carelessness, and demanded that she resign.",
            "The officer, who has counted votes for thirty years, declined to comment.",
        ),
    ),
)


def _paragraphs(texts):
    return "\n".join(f"<p>{text}</p>" for text in texts)


def _navigation():
    return f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul><a>{NAVIGATION}</a></nav>"


def _footer():
    return f"<footer><p>{FOOTER}</p></footer>"


def _canonical(url):
    return f'<link rel="canonical" href="{url}">'


def semantic(story, url):
    """HTML 5 elements, and the date in JSON-LD."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{story.date}T06:30:00+00:00",
        "author": {"@type": "Person", "name": story.author},
        "publisher": {"@type": "Organization", "name": "The Daily Gull"},
    }
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{story.title}</title>{_canonical(url)}
<script type="application/ld+json">{json.dumps(data)}</script></head><body><header>{_navigation()}</header>
<main><article><h1>{story.title}</h1>{_paragraphs(story.paragraphs)}</article></main>{_footer()}</body></html>"""


def open_graph(story, url):
    """Divisions all the way down, with the site's name behind the title, and Open Graph."""
    return f"""<!doctype html>
<html><head><title>{story.title} | The Daily Gull</title><meta charset=utf-8>{_canonical(url)}
<meta property="og:title" content="{story.title}"><meta property="og:site_name" content="The Daily Gull">
<meta property="article:published_time" content="{story.date}T09:00:00Z"><meta name="author" content="{story.author}">
</head><body><div class="nav menu"><a href="/a">{NAVIGATION}</a></div><div id="wrap"><div class="story-body">
<h1 class="headline">{story.title}</h1><div class="byline">By {story.author}</div>
<div class="article-body">{_paragraphs(story.paragraphs)}</div></div>
<div class="sidebar"><h3>Most read</h3><ul><li><a href="/x">{ADVERTISEMENT}</a></li></ul></div></div>
<div class="footer">{FOOTER}</div></body></html>"""


def comments(story, url):
    """Readers' comments below the article."""
    return f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{story.title}</title>{_canonical(url)}
<meta itemprop="datePublished" content="{story.date}"></head><body>{_navigation()}
<article class="post"><header><h1>{story.title}</h1><p class="meta">by <a rel="author">{story.author}</a></p></header>
<div class="entry-content">{_paragraphs(story.paragraphs)}</div></article>
<section id="comments" class="comments"><h2>2 comments</h2><ol class="commentlist"><li><p>{COMMENT}</p></li>
<li><p>{COMMENT}!</p></li></ol><form><textarea></textarea></form></section>{_footer()}</body></html>"""


def advertised(story, url):
    """Advertisements and a newsletter between the paragraphs."""
    box = f'<div class="advertisement ad-slot"><a href="/ad">{ADVERTISEMENT}</a></div>'
    letter = f'<aside class="newsletter-signup"><p>{NAVIGATION}</p><input type="email"></aside>'
    first, second, *rest = (f"<p>{text}</p>" for text in story.paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{story.title} - Evening Post</title>
{_canonical(url)}<meta property="og:title" content="{story.title}"><meta name="date" content="{story.date}">
<script>var a = "<p>";</script>
<style>p {{ margin: 0 }}</style></head><body>{_navigation()}<div role="main"><article><h1>{story.title}</h1>
{first}{box}{second}{letter}{"".join(rest)}</article></div>{_footer()}</body></html>"""


def structured(story, url):
    """Sub-headings, a list and a block quote."""
    first, *rest = story.paragraphs
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{story.title}</title>{_canonical(url)}
<meta property="article:published_time" content="{story.date}"></head><body>{_navigation()}<article>
<h1>{story.title}</h1><p>{first}</p><h2>What was said on the day</h2>{_paragraphs(rest)}
<ul><li>The first of the two points that remain open</li><li>The second point, which nobody wants to raise</li></ul>
<blockquote><p>A voice from the square, quoted at some length, as editors like it.</p></blockquote></article>
{_footer()}</body></html>"""


def broken(story, url):
    """Tags that are not closed, closed twice or crossed; attributes without quotes."""
    body = "<p>".join(story.paragraphs)
    return f"""<html><head><title>{story.title}</title><link href={url} rel=canonical>
<meta name=date content={story.date}><meta charset=utf-8><body bgcolor=white>
<div class=menu><a href=/>{NAVIGATION}</a></div>
<div class=article><h1>{story.title}</h1></b><div class="content"><p>{body}<i></p></i></div></span>
<div class=footer>{FOOTER}"""


def xhtml(story, url):
    """XHTML with an XML declaration."""
    return f"""<?xml version="1.0" encoding="ENCODING"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{story.title}</title>
<meta http-equiv="Content-Type" content="text/html; charset=ENCODING" /><link rel="canonical" href="{url}" />
<meta name="DC.date.issued" content="{story.date}" /></head><body><div id="navigation">{NAVIGATION}</div>
<div id="content"><h1>{story.title}</h1>{_paragraphs(story.paragraphs)}</div><div id="footer">{FOOTER}</div>
</body></html>"""


def breaks(story, url):
    """A page of 1999: tables, fonts, and line breaks for paragraphs."""
    body = "<br><br>\n".join(story.paragraphs)
    return f"""<HTML><HEAD><TITLE>{story.title}</TITLE><LINK REL="canonical" HREF="{url}">
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ENCODING"><META NAME="date" CONTENT="{story.date}"></HEAD>
<BODY><H1>{story.title}</H1><DIV CLASS="article"><FONT FACE="Times">{body}</FONT></DIV></BODY></HTML>"""


def captioned(story, url):
    """Pictures with captions, sections, links within the text."""
    first, second, *rest = story.paragraphs
    word, _, others = second.partition(" ")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{story.title}</title>{_canonical(url)}
<meta property="og:site_name" content="Evening Post"></head><body>{_navigation()}<main><article>
<h1>{story.title}</h1><p class="byline">By <a rel="author" href="/authors/1">{story.author}</a>
<time datetime="{story.date}T12:00:00Z">{story.date}</time></p><section><p>{first}</p>
<figure><img src="a.jpg" alt=""><figcaption>Photograph of the scene</figcaption></figure>
<p><a href="/topic">{word}</a> <em>{others}</em></p>{_paragraphs(rest)}</section></article>
</main>{_footer()}</body></html>"""


def microdata(story, url):
    """Schema.org in attributes, with entities for marks and letters."""
    texts = (text.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("é", "&eacute;") for text in story.paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{story.title}</title>{_canonical(url)}</head>
<body>{_navigation()}<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{story.title}</h1>
<time itemprop="datePublished" datetime="{story.date}">{story.date}</time>
<div itemprop="articleBody">{_paragraphs(texts)}</div></div>{_footer()}</body></html>"""


#: Template, and the encoding that it is written in; a page does not always name it.
TEMPLATES = (
    (semantic, "utf-8"),
    (open_graph, "utf-8"),
    (comments, "utf-8-sig"),
    (advertised, "utf-8"),
    (structured, "utf-8"),
    (broken, "utf-8"),
    (xhtml, "iso-8859-2"),
    (breaks, "windows-1252"),
    (captioned, "utf-16"),
    (microdata, "utf-8"),
)


def made(template, encoding, story):
    """A page. A mark or letter that its encoding lacks is written as a character reference, as sites do."""
    url = f"https://news.example/{template.__name__}/{story.slug}"
    text = template(story, url).replace("ENCODING", encoding)
    html = text.encode(encoding, "xmlcharrefreplace")
    paragraphs = story.paragraphs
    if template is structured:
        extra = (
            "The first of the two points that remain open",
            "The second point, which nobody wants to raise",
            "A voice from the square, quoted at some length, as editors like it.",
        )
        paragraphs = (paragraphs[0], "What was said on the day", *paragraphs[1:], *extra)
    return Made(f"{template.__name__}-{story.slug}", html, story, url, paragraphs)


PAGES = tuple(made(template, encoding, story) for (template, encoding), story in product(TEMPLATES, STORIES))
