import io
from dataclasses import replace

import pytest
from rich.console import Console

from onrecord.records import Entity, Mention, Quote, Record, Relation, Span
from onrecord.views.pretty import print_record


def printed(record: Record, **settings: object) -> str:
    target = io.StringIO()
    print_record(record, Console(file=target, width=80, **settings))  # type: ignore[arg-type]
    return target.getvalue()


def test_quotes_are_marked_without_colour(record: Record) -> None:
    shown = printed(record)
    assert "\x1b" not in shown
    assert "She accused the authority of ⟦3 “playing for time” 3⟧, and said ⟦4 that its" in shown
    assert "⟦2 “Nobody wants this strike" in shown


def test_it_fits_into_eighty_columns(record: Record) -> None:
    assert max(len(line) for line in printed(record).splitlines()) <= 80


def test_colours_are_left_out_on_request(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;32mPort Ellery" in printed(record, force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = printed(record, force_terminal=True, color_system="standard")
    assert "\x1b[1mPort Ellery" in plain
    assert "\x1b[1;32m" not in plain


def test_tables_say_who_said_what(record: Record) -> None:
    lines = [" ".join(line.split()) for line in printed(record).splitlines()]
    assert "Marta Lindqvist 3 direct accused “playing for time”" in lines
    assert "— (no source in 8 direct “We are spectators.”" in lines
    assert "Kestria GPE 1 Kestria" in lines
    assert any(line.startswith("Marta Lindqvist leads Coastal Workers'") for line in lines)


def test_long_content_is_visibly_abridged() -> None:
    text = "“" + "word " * 100 + "end”"
    shown = printed(Record("a", text, quotes=(Quote("q1", "direct", (Span(0, len(text)),)),)))
    assert " […]" in shown.split("Quotes by speaker")[1]
    assert "end” 1⟧" in shown.split("Quotes by speaker")[0]


def test_nothing_in_the_text_is_taken_for_markup_or_a_command() -> None:
    text = "[bold]Not bold[/bold] :smile: [/] \x1b]0;title\x07\x1b[2J\x00 \x9b31m"
    span = Span(0, len(text))
    mention = Mention("m1", 0, len(text), text, "name", "[red]ORG", "e1")
    record = Record(
        "[blink]id\x1b", text, {}, (mention,), (Entity("e1", text, "[red]ORG", ("m1",)),),
        (Quote("q1", "direct", (span,), span, span, "e1", None, "e1"),), (Relation("e1", "[u]accuse", "e1", (span,)),),
        warnings=("[b]cut\x1b",), status="partial",
    )  # fmt: skip
    shown = printed(record)
    assert "⟦1 [bold]Not bold[/bold] :smile: [/] ␛]0;title␇␛[2J␀ �31m 1⟧" in shown
    assert "[blink]id␛" in shown
    assert "! [b]cut␛" in shown
    assert "[u]accuse" in shown
    assert not set(shown) & set(map(chr, [*range(10), *range(11, 32), *range(0x7F, 0xA0)]))


def test_an_empty_record_prints() -> None:
    shown = printed(Record("empty", ""))
    assert "Quotes by speaker (0)" in shown
    assert "Entities (0)" in shown


def test_overlapping_and_nested_quotes_close_inside_out() -> None:
    quotes = (Quote("q1", "indirect", (Span(0, 11),)), Quote("q2", "direct", (Span(6, 11),)))
    assert "⟦1 outer ⟦2 inner 2⟧ 1⟧" in printed(Record("a", "outer inner", quotes=quotes))


def test_control_characters_are_announced(record: Record) -> None:
    assert "! 1 control character of the text shown as" in printed(Record("a", "x\x00"))
    assert "control character" not in printed(replace(record, warnings=()))


def test_names_without_entities_are_listed() -> None:
    text = "Ann met Acme. Ann left."
    mentions = (
        Mention("m1", 0, 3, "Ann", "name", "PERSON"),
        Mention("m2", 8, 12, "Acme", "name", "ORG"),
        Mention("m3", 14, 17, "Ann", "name", "PERSON"),
    )
    lines = [" ".join(line.split()) for line in printed(Record("a", text, mentions=mentions)).splitlines()]
    start = lines.index("Names (2)")
    assert lines[start + 1 : start + 4] == ["Name Type Mentions", "Ann PERSON 2", "Acme ORG 1"]
    assert "Entities (0)" not in lines
