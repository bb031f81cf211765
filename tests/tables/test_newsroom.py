import runpy
from dataclasses import replace
from pathlib import Path

import duckdb
from tables_making import RECORD, built, renamed

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "newsroom_queries.py"))


def answers(folder):
    with duckdb.connect(folder / "onrecord.duckdb", read_only=True) as database:
        return [database.sql(query).fetchall() for query in SCRIPT["queries"]()]


def test_the_questions_of_a_newsroom_are_answered(tmp_path):
    accuses = replace(RECORD.relations[1], negated=False)
    built(tmp_path / "out", replace(renamed(RECORD, "a-2"), relations=(accuses,)), RECORD)
    speakers, criticism, outlets = answers(tmp_path / "out")
    assert speakers == [("Zoë Lee", "PERSON", 2, 2)]
    assert criticism == [("Zoë Lee", "accuse", "Rex Hall", 1, 1, "Lee accused … Hall")]
    assert outlets == [("Post", "passed it on", 2, 2)]
