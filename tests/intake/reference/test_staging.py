"""Staging: keys come out sorted, however many runs they went in by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reference import staging
from intake.reference.staging import Staging

keys = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.tuples(
            *[st.text("AB", max_size=2)] * 2, st.sampled_from(("x", "y")), st.just(""), st.integers(0, 9)
        ),
    )
)


@given(keys)
@settings(max_examples=200)
def test_keys_of_a_shape_come_in_their_order(tmp_path_factory, drawn):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "_AT_ONCE", 7)
        patch.setattr(staging, "_BLOCK", 2)
        folder = tmp_path_factory.getbasetemp()
        before = set(folder.iterdir())
        waiting = Staging(folder)
        for shape, key in drawn:
            waiting.add(shape, key)
        assert set(folder.iterdir()) == before
        for shape in range(3):
            found = [key for block in waiting.sorted(shape) for key in block]
            assert found == sorted(key for number, key in drawn if number == shape)
        waiting.close()
