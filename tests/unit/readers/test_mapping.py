"""The mapping file: written, read back, checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from commensal.readers.mapping import Mapping, from_toml, load_mapping, to_toml
from commensal.vocab.errors import UsageError

_FINE = 'version = 1\nreader = "table_csv"\nsource = "diary"\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("version = 1\nreader = ", "no valid TOML"),
        (_FINE.replace("1", "2"), "version must be 1"),
        (_FINE + "sauce = 3\n", "unknown key 'sauce'"),
        (_FINE + '[options]\nblank_cells = "zero"\n', "blank_cells must be one of copied, missing"),
        (_FINE + "[options]\nmood = 1\n", "unknown key 'mood'"),
        (_FINE + '[table]\nlayout = "tidy"\ndate_column = "date"\n', "needs name_column and value_column"),
        (_FINE + '[table]\ndate_column = "date"\nheader_line = 0\n', "header_line must be"),
        (_FINE + '[table]\ndate_column = "date"\ndate_order = "mixed"\n', "date_order must be one of ymd, dmy, mdy"),
        (_FINE + '[[variables]]\ncolumn = "a"\nkind = "wish"\nname = "A"\n', "kind must be one of"),
        (_FINE + '[[variables]]\ncolumn = "a"\nkind = "note"\nname = "A"\nscale = "ten"\n', "scale 'ten'"),
        (_FINE + '[[variables]]\ncolumn = "a"\nkind = "note"\nname = "A"\nunit = "ell"\n', "unit 'ell'"),
        (_FINE + '[[variables]]\ncolumn = "a"\nkind = "note"\nname = "A"\nbeyond_symptoms = 1\n', "true or false"),
        (_FINE + '[[variables]]\ncolumn = "a"\nname = "A"\n' * 2, "stands twice"),
        (_FINE + "variables = 3\n", "must be a list of tables"),
        (_FINE + "options = 3\ntable = 4\n", "options must be a table; table must be a table"),
    ],
)
def test_every_mistake_gets_a_sentence(text: str, problem: str) -> None:
    """A slip in the file is named, and nothing is read with half of a mapping."""
    with pytest.raises(UsageError, match=problem):
        from_toml(text)


def test_all_mistakes_are_named_at_once() -> None:
    """A person corrects the file once, not once a mistake."""
    with pytest.raises(UsageError, match=r"version.*unknown key 'sauce'"):
        from_toml("sauce = 1\n")


def test_offered_options_are_remarks_until_chosen() -> None:
    """An offered answer changes nothing before the person takes the sign away."""
    text = to_toml(Mapping(reader_id="fitbit", offered=("not_worn",)))
    assert '# not_worn = "missing"  # or "zero"' in text
    assert from_toml(text).options == {}
    assert from_toml(text.replace('# not_worn = "missing"', 'not_worn = "zero"')).options == {"not_worn": "zero"}


def test_a_file_that_is_no_mapping_gets_a_sentence(tmp_path: Path) -> None:
    """Missing, binary and endless files are named."""
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")
    path = tmp_path / "mapping.toml"
    path.write_bytes(b"\xff\xfe\0")
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(path)
    path.write_bytes(b"#" * (5 * 1024**2))
    with pytest.raises(UsageError, match="too long"):
        load_mapping(path)
