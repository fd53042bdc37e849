"""Reading a protocol: every fault with file and line, all at once, and what would be right."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import afterglow as ag
from afterglow.core import protocol as protocol_room

DATA = Path(protocol_room.__file__).parent / "data"

Edit = Callable[[str, str, str], int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the default protocol, to be broken."""
    made = tmp_path / "protocol"
    shutil.copytree(DATA, made, ignore=shutil.ignore_patterns("medicines"))
    return made


@pytest.fixture
def change(folder: Path) -> Edit:
    """Replaces a text that stands once in a file; the line number where it stood."""

    def replace(name: str, old: str, new: str) -> int:
        path = folder / name
        text = path.read_text()
        assert old in text, f"{old!r} not in {name}"
        line = text[: text.index(old)].count("\n") + 1
        path.write_text(text.replace(old, new, 1))
        return line

    return replace


def faults(path: Path) -> list[str]:
    with pytest.raises(ag.ProtocolRefused) as refused:
        ag.Protocol.load(path)
    return str(refused.value).splitlines()


def load_text(tmp_path: Path, text: str | bytes) -> list[str]:
    path = tmp_path / "one.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return faults(path)


def test_a_copy_of_the_default_protocol_loads(folder: Path, protocol: ag.Protocol) -> None:
    loaded = ag.Protocol.load(folder)
    assert loaded.contents == protocol.contents
    assert loaded.hash == protocol.hash


def test_an_unknown_key_is_named_with_file_line_and_hint(folder: Path, change: Edit) -> None:
    line = change("guidance.yaml", "    until: 7d\n", "    untill: 7d\n")
    (said,) = [one for one in faults(folder) if "untill" in one]
    assert said.startswith(f"guidance.yaml:{line}: ")
    assert "did you mean until?" in said


def test_a_window_that_ends_before_it_starts_is_refused(folder: Path, change: Edit) -> None:
    change("guidance.yaml", "    from: -14d\n    until: 0h\n", "    from: 14d\n    until: 0h\n")
    (said,) = faults(folder)
    assert re.match(r"guidance\.yaml:\d+: .*ends before it starts", said)


def test_an_unknown_sign_is_refused_with_a_hint(folder: Path, change: Edit) -> None:
    line = change("milestones.yaml", "sign: redness", "sign: rednes")
    assert faults(folder) == [
        f"milestones.yaml:{line}: milestones.0.sign: unknown sign 'rednes' (did you mean redness?)"
    ]


def test_an_unknown_source_is_refused_with_a_hint(folder: Path, change: Edit) -> None:
    line = change("phases.yaml", "A: [SKM, GUP]", "A: [SKMM, GUP]")
    (said,) = faults(folder)
    assert said.startswith(f"phases.yaml:{line}: ")
    assert "unknown source 'SKMM'" in said
    assert "SKM" in said.split("unknown source 'SKMM'")[1]


def test_an_unknown_claim_is_refused_with_a_hint(folder: Path, change: Edit) -> None:
    line = change("milestones.yaml", "claim: redness", "claim: rednes")
    (said,) = faults(folder)
    assert said.startswith(f"milestones.yaml:{line}: ")
    assert "did you mean redness?" in said


def test_an_unknown_flag_in_a_rule_is_refused_with_a_hint(folder: Path, change: Edit) -> None:
    line = change("rules.yaml", "flags_any: [pus, ", "flags_any: [puss, ")
    (said,) = faults(folder)
    assert said.startswith(f"rules.yaml:{line}: ")
    assert "did you mean pus?" in said


def test_an_unknown_source_grade_is_refused(folder: Path, change: Edit) -> None:
    line = change("phases.yaml", "A: [SKM, GUP]", "F: [SKM, GUP]")
    (said,) = faults(folder)
    assert said.startswith(f"phases.yaml:{line}: ")


def test_a_fault_below_a_key_in_capitals_has_its_own_line(folder: Path, change: Edit) -> None:
    """The path of a fault once dropped every part that began with a capital letter."""
    line = change("numbers.yaml", 'emergency: "107"', 'emergency: "call us"')
    (said,) = faults(folder)
    assert said.startswith(f"numbers.yaml:{line}: "), said
    assert "AR" in said


def test_faults_of_several_files_come_all_at_once(folder: Path, change: Edit) -> None:
    change("guidance.yaml", "    until: 7d\n", "    untill: 7d\n")
    change("signs.yaml", "prevalence: 0.98", "prevalence: 1.98")
    change("rules.yaml", "urgency: emergency", "urgency: emergencies")
    said = faults(folder)
    assert {one.split(":")[0] for one in said} == {"guidance.yaml", "signs.yaml", "rules.yaml"}
    assert len(said) == 3


def test_faults_of_the_fields_and_of_the_whole_come_together(folder: Path, change: Edit) -> None:
    change("guidance.yaml", "    until: 7d\n", "    untill: 7d\n")
    change("milestones.yaml", "sign: redness", "sign: rednes")
    said = "\n".join(faults(folder))
    assert "untill" in said
    assert "rednes" in said


def test_a_section_in_two_files_is_refused(folder: Path) -> None:
    (folder / "more.yaml").write_text("about: {id: other}\n")
    assert any("stands in about.yaml already" in one for one in faults(folder))


def test_a_missing_section_is_named(folder: Path) -> None:
    (folder / "steps.yaml").unlink()
    said = "\n".join(faults(folder))
    assert "steps" in said
    assert "limits" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("about: {id: a}\nabout: {id: b}\n", r"one\.yaml:2: .*(twice|already)"),
        ("about:\n  id: a\n  id: b\n", r"one\.yaml:3: .*id.*twice"),
        ("a: &x [1]\nb: *x\n", r"one\.yaml:\d+: .*alias"),
        ("about: !!python/object:os.system {}\n", r"one\.yaml:1: .*tag"),
        ("about: !mine {id: a}\n", r"one\.yaml:1: .*tag"),
        ("about: {id: a}\n---\nabout: {id: b}\n", r"one\.yaml:2: .*document"),
        ("", r"one\.yaml:1: .*mapping"),
        ("# only a comment\n", r"one\.yaml:1: .*mapping"),
        ("- a\n- b\n", r"one\.yaml:1: .*mapping"),
        ("about: [1, 2\n", r"one\.yaml:\d+: not YAML"),
        ("about:\n\tid: a\n", r"one\.yaml:2: not YAML"),
        ("? [a, b]\n: 1\n", r"one\.yaml:1: .*plain word"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", r"one\.yaml:1: .*nested deeper"),
        ("abuot: {id: a}\n", r"one\.yaml:1: abuot: unknown key \(did you mean about\?\)"),
    ],
    ids=[
        "key twice", "inner key twice", "alias", "python tag", "own tag", "two documents", "empty",
        "comment only", "a list", "cut off", "tab", "key of a list", "deep", "unknown section",
    ],
)  # fmt: skip
def test_a_file_that_is_not_plain_yaml_is_refused(tmp_path: Path, text: str, said: str) -> None:
    found = load_text(tmp_path, text)
    assert any(re.search(said, one) for one in found), found


def test_a_thousand_laughs_are_refused_before_they_unfold(tmp_path: Path) -> None:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert any("alias" in one for one in load_text(tmp_path, "\n".join(lines)))


def test_a_merge_key_cannot_hide_an_alias(tmp_path: Path) -> None:
    found = load_text(tmp_path, "a: &x {id: a}\nabout:\n  <<: *x\n")
    assert any("alias" in one for one in found)


def test_bottomless_nesting_is_refused(tmp_path: Path) -> None:
    assert load_text(tmp_path, "a: " + "[" * 100_000)


def test_three_megabytes_are_refused(tmp_path: Path) -> None:
    (said,) = load_text(tmp_path, "# " + "x" * 3_000_000)
    assert "bytes" in said
    assert "one.yaml" in said


def test_three_megabytes_in_a_folder_are_refused(folder: Path) -> None:
    (folder / "huge.yaml").write_text("# " + "x" * 3_000_000)
    assert any(one.startswith("huge.yaml") for one in faults(folder))


@pytest.mark.parametrize("content", [b"\xff\xfeabout", b"about: \xe9\n", b"a: \x00\n"])
def test_what_is_not_utf8_text_is_refused(tmp_path: Path, content: bytes) -> None:
    assert any(one.startswith("one.yaml") for one in load_text(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (said,) = faults(tmp_path / "nothing.yaml")
    assert "nothing.yaml" in said
    assert "cannot be read" in said


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path)


def test_an_overlay_is_never_silently_ignored(folder: Path) -> None:
    with pytest.raises(ag.ProtocolRefused, match="overlay"):
        ag.Protocol.load(folder, overlays=[folder])


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "12:30", "0o17", "0x1F", "1_000"])
def test_words_that_old_yaml_takes_for_something_else_stay_words(
    folder: Path, change: Edit, word: str
) -> None:
    change("phases.yaml", 'name: {en: "Red and warm"}', f"name: {{en: {word}}}")
    assert ag.Protocol.load(folder).contents.phases[0].name["en"] == word


def test_a_text_without_english_is_refused(folder: Path, change: Edit) -> None:
    line = change("phases.yaml", 'name: {en: "Red and warm"}', 'name: {de: "Rot und warm"}')
    (said,) = faults(folder)
    assert said.startswith(f"phases.yaml:{line}: ")
    assert "English" in said


def test_a_placeholder_nobody_fills_is_refused(folder: Path, change: Edit) -> None:
    change("rules.yaml", "You told us: {flags}.", "You told us: {flag}.")
    (said,) = faults(folder)
    assert "{flag}" in said
    assert said.startswith("rules.yaml:")


def test_a_text_with_a_stray_brace_is_refused_when_read_not_when_shown(
    folder: Path, change: Edit
) -> None:
    """`{flags` or `{}` would fail only once a person is in trouble."""
    change("rules.yaml", "You told us: {flags}.", "You told us: {flags!x} {.")
    assert faults(folder)


@pytest.mark.parametrize("duration", ["7 days", "48", "h", "1e3h", "true", "1,5h"])
def test_what_is_no_duration_is_refused_with_an_example(
    folder: Path, change: Edit, duration: str
) -> None:
    line = change("guidance.yaml", "    until: 7d\n", f"    until: {duration}\n")
    (said,) = faults(folder)
    assert said.startswith(f"guidance.yaml:{line}: ")
    assert "48h" in said


def test_an_empty_rule_that_would_always_fire_is_refused(folder: Path, change: Edit) -> None:
    line = change(
        "rules.yaml", "    if:\n      flags_any: [pus, crusting_yellow]\n", "    if: {}\n"
    )
    assert any(one.startswith(f"rules.yaml:{line + 0}: ") for one in faults(folder))


def test_a_rule_without_reason_or_source_is_refused(folder: Path, change: Edit) -> None:
    change("rules.yaml", "    sources:\n      A: [NHSC]\n", "")
    (said,) = faults(folder)
    assert "sources" in said


def test_a_sign_left_out_is_named(folder: Path, change: Edit) -> None:
    change("flags.yaml", "  - id: fever\n", "  - id: chills\n")
    said = "\n".join(faults(folder))
    assert "fever" in said
    assert "chills" in said
