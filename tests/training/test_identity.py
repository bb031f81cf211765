from typing import Any

from onrecord.training.identity import RunIdentity


def identity(config: dict[str, Any]) -> RunIdentity:
    return RunIdentity(config, {}, {"one": {"items": 2, "pieces": 9}})


def test_runs_that_are_the_same_do_not_differ() -> None:
    assert identity({"seed": 1, "dev": None}).differences(identity({"seed": 1})) == ""


def test_what_differs_is_named_with_what_it_was_and_the_rest_is_counted() -> None:
    before = identity({"heads": {"a": {"weight": 1.0}}, "order": ["a"], "seed": 1, "name": "x"})
    now = identity({"heads": {"a": {"weight": 2.0}, "b": {}}, "order": ["a", "b"], "seed": 2, "name": "y" * 90})
    assert before.differences(now) == (
        "config.heads.a.weight was 1.0 and is 2.0, config.heads.b was nothing and is {}, "
        "config.order was ['a'] and is ['a', 'b'], and 2 more"
    )
    assert identity({"name": "x"}).differences(identity({"name": "y" * 90})) == (
        f"config.name was 'x' and is '{'y' * 59}…"
    )
