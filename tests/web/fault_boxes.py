"""The box of faults above a form, held against the fields that it speaks of."""

from __future__ import annotations

from html.parser import HTMLParser

FORM = "form"
VOID = {"meta", "link", "input", "img", "br", "hr", "wbr", "source", "col"}


class _Page(HTMLParser):
    """Ids with their attributes, labels and legends by the field they name, the box's lines."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, dict[str, str | None]] = {}
        self.labels: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.box: list[tuple[str, str]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._fieldset = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if found := told.get("id"):
            assert found not in self.ids, f"{found} stands twice"
            self.ids[found] = told
        if tag == "fieldset":
            self._fieldset = told.get("id") or ""
        if tag not in VOID:
            self._open.append((tag, told))
        if tag == "li" and self._in_box():
            self.box.append(("", ""))
        if tag == "a" and self._in_box():
            self.box[-1] = ((told["href"] or "").removeprefix("#"), "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in VOID and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag, told in self._open:
            if tag == "label" and "for" in told:
                self._add(self.labels, told["for"] or "", data)
            if tag == "legend":
                self._add(self.labels, self._fieldset, data)
            if told.get("id"):
                self._add(self.texts, told["id"] or "", data)
        if self._open and self._open[-1][0] == "a" and self._in_box():
            self.box[-1] = (self.box[-1][0], self.box[-1][1] + data)

    def _in_box(self) -> bool:
        return any(told.get("class") == "faults" for _, told in self._open)

    @staticmethod
    def _add(into: dict[str, str], name: str, data: str) -> None:
        into[name] = f"{into.get(name, '')}{data}"


def places_of(html: str) -> list[str]:
    """The fields that the box names, `form` for what none shows. Each is there, has the box's words
    as its label, is marked, and says itself what is wrong with it."""
    page = _Page()
    page.feed(html)
    for place, label in page.box:
        if not place:
            continue
        field = page.ids[place]
        assert page.labels[place].startswith(label), (place, label, page.labels[place])
        assert "aria-invalid" in field or field.get("tabindex") == "-1", place
        described = (field.get("aria-describedby") or "").split()
        assert f"{place}-f" in described, place
        assert set(described) <= page.ids.keys(), described
        assert page.texts[f"{place}-f"].strip(), place
    return [place or FORM for place, _ in page.box]
