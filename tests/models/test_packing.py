import torch
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models.packing import packed, unpacked


@given(st.lists(st.lists(st.floats(-1e6, 1e6, width=32), min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_table_comes_back_to_half_a_step_of_its_row(rows: list[list[float]]) -> None:
    table = torch.tensor(rows)
    found = unpacked(packed({"table": table}, frozenset({"table"}), torch.float16))["table"]
    step = table.abs().amax(1, keepdim=True) / 127
    assert ((found - table).abs() <= 0.501 * step + 1e-30).all()


def test_other_weights_are_half_precision_and_counts_stay_whole() -> None:
    weights = {"a": torch.tensor([0.1, -3.0]), "b": torch.tensor([70000])}
    stored = packed(weights, frozenset(), torch.float16)
    assert (stored["a"].dtype, stored["b"].dtype) == (torch.float16, torch.int64)
    assert torch.allclose(unpacked(stored)["a"], weights["a"], rtol=1e-3)
