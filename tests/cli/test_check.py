import json

YAML = "name: mine\nstages:\n  segment: {headline_words: 7}\n  parsing: {stage: rules.parse}\n"


def test_the_table_shows_what_each_stage_reads_and_writes(onrecord):
    onrecord.file("mine.yaml", YAML)
    ended = onrecord("check", "mine.yaml")
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in ended.out.splitlines() if "│" in line]
    assert cells == [
        ["segment", "segment", "–", "–", "segments"],
        ["parsing", "rules.parse", "segments", "–", "parse"],
    ]
    assert ended.code == 0


def test_settings_are_shown_with_their_value_and_meaning(onrecord):
    onrecord.file("mine.yaml", YAML)
    out = " ".join(onrecord("check", "mine.yaml", "--set", "stages.parsing.chunk_words=9").out.split())
    assert "stages.segment.headline_words = 7 Most words that the first paragraph can have" in out
    assert "stages.parsing.chunk_words = 9 Words that are parsed at a time" in out


def test_json_says_the_same(onrecord):
    onrecord.file("mine.yaml", YAML)
    checked = json.loads(onrecord("check", "mine.yaml", "--json").out)
    assert (checked["name"], checked["batch_size"], len(checked["hash"])) == ("mine", 32, 12)
    segment, parsing = checked["stages"]
    assert (parsing["place"], parsing["stage"]) == ("parsing", "rules.parse")
    assert (parsing["reads"], parsing["uses"], parsing["writes"]) == (["segments"], [], ["parse"])
    assert segment["settings"]["headline_words"]["value"] == 7
    assert segment["settings"]["headline_words"]["means"].startswith("Most words that the first paragraph can have")


def test_every_shipped_configuration_works_and_every_setting_says_what_it_means(onrecord):
    from onrecord.config import shipped

    for name in shipped():
        ended = onrecord("check", name, "--json")
        assert ended.code == 0
        for stage in json.loads(ended.out)["stages"]:
            assert all(setting["means"].endswith(".") for setting in stage["settings"].values())


def test_an_order_that_cannot_work_is_refused_in_a_sentence(onrecord):
    onrecord.file("mine.yaml", "name: mine\nstages:\n  parsing: {stage: rules.parse}\n  segment:\n")
    ended = onrecord("check", "mine.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "onrecord: stage 'parsing' reads segments, but 'segment' writes it only later: move it up\n"
