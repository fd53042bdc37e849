"""Lists that a clinic brings: what is taken, what is not, and that half a content is none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from afterglow.core.answering import ask, read_product_list
from afterglow.core.errors import InputRefused, ProtocolRefused
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.medicines import PRODUCT_COLUMNS
from afterglow.core.vocabulary import Verdict

SAMPLE = Path(__file__).parents[2] / "data" / "ndc_product.txt"
BOOK = Protocol.default().medicines
HEADER = SAMPLE.read_text("utf-8").splitlines()[0]


def listed(tmp_path: Path, *rows: tuple[str, str, str]) -> Path:
    columns = HEADER.split("\t")
    lines = [HEADER]
    for brand, generic, substance in rows:
        cells = {
            "PROPRIETARYNAME": brand,
            "NONPROPRIETARYNAME": generic,
            "SUBSTANCENAME": substance,
        }
        lines.append("\t".join(cells.get(column, "") for column in columns))
    path = tmp_path / "product.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_directorys_own_rows_are_read() -> None:
    found = read_product_list(SAMPLE, BOOK)
    assert found.rows == 40
    assert len(found.products) > 20
    assert all(product.countries == ("US",) for product in found.products)


def test_a_product_with_an_unknown_substance_is_left_out_and_the_substance_named(
    tmp_path: Path,
) -> None:
    path = listed(tmp_path, ("Glowaway", "", "IBUPROFEN; NOSUCHSUBSTANCE"))
    found = read_product_list(path, BOOK)
    assert found.products == ()
    assert found.unknown == {"nosuchsubstance": 1}


def test_a_name_with_two_contents_does_not_settle_which(tmp_path: Path) -> None:
    path = listed(
        tmp_path, ("Glowaway", "", "ACETAMINOPHEN"), ("Glowaway", "", "IBUPROFEN; CAFFEINE")
    )
    (product,) = read_product_list(path, BOOK).products
    assert product.unsettled
    assert set(product.holds) == {"paracetamol", "ibuprofen", "caffeine"}


def test_rows_that_cannot_be_read_are_named_by_line(tmp_path: Path) -> None:
    path = listed(tmp_path, ("", "ibuprofen", "IBUPROFEN"), ("Glowaway", "", "IBUPROFEN"))
    with path.open("a", encoding="utf-8") as file:
        file.write("half a row\n")
    found = read_product_list(path, BOOK)
    assert [line for line, _ in found.unread] == [2, 4]
    assert len(found.products) == 1


def test_rxnorms_folder_is_read_by_its_trade_names(tmp_path: Path) -> None:
    names = [("1", "IN", "ibuprofen"), ("2", "BN", "Glowaway"), ("3", "BN", "Orphan")]
    lines = [f"{code}|ENG||||||||||RXNORM|{kind}||{name}||N||" for code, kind, name in names]
    (tmp_path / "RXNCONSO.RRF").write_text("\n".join(lines) + "\n", encoding="utf-8")
    relation = "1||CUI|RO|2||CUI|tradename_of|||RXNORM||||||\n"
    (tmp_path / "RXNREL.RRF").write_text(relation, encoding="utf-8")
    found = read_product_list(tmp_path, BOOK)
    assert [(one.name, one.holds) for one in found.products] == [("Glowaway", ("ibuprofen",))]
    assert any("Orphan" in problem for _, problem in found.unread)


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("name\tprice\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="PROPRIETARYNAME"):
        read_product_list(wrong, BOOK)
    with pytest.raises(InputRefused, match="RXNCONSO"):
        read_product_list(tmp_path, BOOK)


def test_an_imported_table_is_asked_beside_the_dictionary(tmp_path: Path) -> None:
    table = tmp_path / "medicines.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(PRODUCT_COLUMNS)
        writer.writerow(("Glowaway Forte", "US", "ibuprofen", ""))
    assert ask("can i take glowaway forte").verdict != Verdict.wait
    protocol = Protocol.default().with_medicines(table)
    assert ask("can i take glowaway forte", protocol=protocol).verdict == Verdict.wait
    assert ask("can i take nurofen", protocol=protocol).verdict == Verdict.wait


def test_a_broken_table_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "medicines.csv"
    table.write_text("name,countries,holds,unsettled\nGlowaway,US,nosuch,\n", encoding="utf-8")
    with pytest.raises(ProtocolRefused, match=r"medicines\.csv:2"):
        Protocol.default().with_medicines(table).medicines  # noqa: B018
