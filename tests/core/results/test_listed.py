"""Lists beside a table: pandas passes them on without copying them."""

import copy
import json
import pickle

import pandas as pd

from accessibility.results.listed import Listed


def test_it_is_a_list_that_copies_of_a_table_share():
    listed = Listed([{"id": 1}])
    table = pd.DataFrame({"a": [1, 2]})
    table.attrs["points"] = listed
    assert table.copy().attrs["points"] is listed
    assert table[table["a"] > 1].attrs["points"] is listed
    assert listed == [{"id": 1}]
    assert json.dumps(listed) == '[{"id": 1}]'
    assert pickle.loads(pickle.dumps(listed)) == listed
    assert copy.copy(listed) is not listed
