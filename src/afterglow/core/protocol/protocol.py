"""Protocol: a validated leaflet, ready to be asked. Everything a person is told comes from here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from afterglow.core.geography import country_of_zone
from afterglow.core.protocol.courses import SignSpec
from afterglow.core.protocol.floor_check import hidden_below, refuse_softer, softer
from afterglow.core.protocol.layers import Header, Layered, Origin
from afterglow.core.protocol.lexicon import Lexicon
from afterglow.core.protocol.loading import File, Read, Steps, read_files, read_folder, read_path
from afterglow.core.protocol.medicines import MedicineBook
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.overlays import lay_over
from afterglow.core.protocol.own import never_said_here, refuse_own
from afterglow.core.protocol.own_words import with_own_words
from afterglow.core.protocol.people import Facts
from afterglow.core.protocol.places import Country
from afterglow.core.protocol.spoken import read_spoken
from afterglow.core.protocol.triage import FlagSpec, Rule, Step
from afterglow.core.protocol.validating import validated
from afterglow.core.protocol.values import Sources, weakest_grade
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Grade, Urgency


class Source(BaseModel):
    """A source as it stands beside a statement."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    url: str | None
    grade: Grade


class Protocol:
    """The default protocol, or one read from files. Immutable; safe to share between threads.

    Raises `ProtocolRefused` on reading, with one line for every fault, each with file and line.
    """

    def __init__(
        self,
        contents: Contents,
        content_hash: str,
        medicines: Any = None,
        files: Sequence[Sequence[File]] = (),
    ) -> None:
        self.contents = contents
        self.hash = content_hash
        self.files = tuple(map(tuple, files))  # what it was read from, layer by layer
        self._medicine_files = medicines

    @classmethod
    def default(cls) -> Protocol:
        """The protocol that comes with Afterglow."""
        return _default()

    @classmethod
    def load(cls, path: str | Path | None = None, overlays: Sequence[str | Path] = ()) -> Self:
        """A protocol from a folder of YAML files or a single file, with overlays laid over it.

        Without a path: the default one. Each overlay is merged, validated as a whole and held
        against the safety floor of what lies below it. Raises `ProtocolRefused`, and of it
        `BelowFloor` where an overlay is only too soft.
        """
        base = _read_default() if path is None else read_path(Path(path))
        folder = None if path is None else Path(path) / "medicines"
        return cls._laid([base, *(read_path(Path(overlay)) for overlay in overlays)], folder)

    @classmethod
    def of_files(cls, layers: Sequence[Sequence[File]]) -> Self:
        """A protocol from what it was read from before (`files`), with today's medicines.

        Raises `ProtocolRefused` where today's Afterglow no longer reads it.
        """
        return cls._laid([(read_files(layer), layer) for layer in layers], None)

    @classmethod
    def _laid(cls, layers: Sequence[tuple[Read, Sequence[File]]], medicines: Any) -> Self:
        (read, files), *overlays = layers
        default = _default()
        layered = Layered.of(read)
        contents = default.contents if tuple(files) == default.files[0] else validated(layered)
        for over, _ in overlays:
            layered, below = lay_over(layered, over), layered
            refuse_softer(below, layered, hidden_below(contents, layered.hidden_last))
            merged = validated(layered)
            said = never_said_here(layered, merged)
            refuse_softer(below, layered, softer(contents, merged), said)
            refuse_own(layered, merged)
            contents = merged
        read_from = [found for _, found in layers]
        folder = medicines or _data().joinpath("medicines")
        made = cls(contents, _hash_of(read_from), folder, read_from)
        made.__dict__["layered"] = layered
        return made

    @classmethod
    def read(cls, path: str | Path) -> Protocol:
        """A whole protocol, or an overlay laid over the default, told apart by what it holds."""
        if "overlay" in read_path(Path(path))[0].data:
            return cls.load(overlays=[path])
        return cls.load(path)

    @cached_property
    def layered(self) -> Layered:
        """The layers this protocol was read from; the default has none laid over."""
        return Layered.of(read_files(self.files[0]) if self.files else _read_default()[0])

    @property
    def overlays(self) -> tuple[Header, ...]:
        """What was laid over, the lowest first."""
        return tuple(self.layered.headers) if "layered" in self.__dict__ else ()

    def origin(self, path: str | Steps) -> Origin:
        """Where a value comes from: the layer's name ("default" or an overlay's id), file, line.

        A path names a section, an entry by its id or index, and a field: "guidance.sun.until".
        """
        steps: Steps = tuple(path.split(".")) if isinstance(path, str) else path
        if len(steps) > 1 and isinstance(steps[1], str):
            index = self.layered.index_of(str(steps[0]), steps[1])
            steps = steps if index is None else (steps[0], index, *steps[2:])
        return self.layered.origin(steps)

    @property
    def id(self) -> str:
        return self.contents.about.id

    @property
    def version(self) -> str:
        return self.contents.about.version

    @cached_property
    def signs(self) -> dict[str, SignSpec]:
        return {sign.id: sign for sign in self.contents.signs}

    @cached_property
    def sign_codes(self) -> frozenset[str]:
        return frozenset(self.signs)

    @cached_property
    def flags(self) -> dict[str, FlagSpec]:
        return {flag.id: flag for flag in self.contents.flags}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.contents.rules}

    @cached_property
    def steps(self) -> dict[Urgency, Step]:
        return {Urgency[step.urgency]: step for step in self.contents.steps}

    @cached_property
    def medicines(self) -> MedicineBook:
        """The dictionary of medicines, read only when a name has to be looked up."""
        return MedicineBook.read(self._medicine_files)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What people call things, read only when a question is asked.

        Another protocol is asked in the same words; those for topics it does not have are left out,
        and its own topics go by their names and `words`.
        """
        folder = files("afterglow.core.protocol").joinpath("data", "lexicon")
        topics = frozenset(one.topic for one in self.contents.guidance)
        lexicon = Lexicon.read(folder, topics, self.sign_codes, strict=self is _default())
        if self is _default():
            return lexicon
        default_topics = {one.topic for one in _default().contents.guidance}
        return with_own_words(lexicon, self.contents.guidance, default_topics, self.clashes)

    def lexicon_in(self, language: str) -> Lexicon:
        """The lexicon with another language's words, read once; English where there are none."""
        if language not in self._spoken:
            folder = files("afterglow.core.protocol").joinpath("data", "lexicon", "languages")
            there = language != "en" and folder.joinpath(f"{language}.yaml").is_file()
            self._spoken[language] = (
                read_spoken(self.lexicon, folder, language, strict=self is _default())
                if there
                else self.lexicon
            )
        return self._spoken[language]

    @cached_property
    def _spoken(self) -> dict[str, Lexicon]:
        return {}

    def clashes(self, name: str, kind: str) -> bool:
        """Whether a name is a medicine's that must be kept or asked about, or that is to be left
        out and would be advised: no topic of a clinic's may answer in its place."""
        classes = self.medicines.classes_of(name) or ()
        verdicts = {self.medicines.rules[one].verdict for one in classes}
        keep = bool(verdicts & {"keep_taking", "ask_clinic"})
        return keep or (kind != "avoid" and bool(verdicts - {"fine"}))

    def with_medicines(self, path: Path) -> Protocol:
        """This protocol, with a user's own table of products in its dictionary of medicines."""
        changed = copy(self)
        changed.__dict__["medicines"] = self.medicines.with_products(path)
        return changed

    def source_list(self, sources: Sources) -> tuple[Source, ...]:
        """The sources of an entry, spelled out, strongest grade first."""
        return tuple(self._source(one, code) for one in sorted(sources) for code in sources[one])

    def _source(self, grade: Grade, code: str) -> Source:
        # made once each: a page names some hundred of them
        found = self._sources.get((grade, code))
        if found is None:
            known = self.contents.sources.get(code)
            title, url = (known.title, known.url) if known else (code, None)
            found = self._sources[grade, code] = Source(id=code, title=title, url=url, grade=grade)
        return found

    @cached_property
    def _sources(self) -> dict[tuple[Grade, str], Source]:
        return {}

    def is_estimate(self, sources: Sources) -> bool:
        """Whether it rests on a modelling assumption: then the page says so."""
        return weakest_grade(sources) == "E"

    def facts(self, treatment: Treatment) -> Facts:
        """What conditions may ask about this person; medicines are looked up by name."""
        classes: dict[str, tuple[str, ...]] = {}
        unknown: list[str] = []
        for medicine in treatment.medicines:
            found = self.medicines.classes_of(medicine.name)
            if found is None:
                unknown.append(medicine.name)
            for one in found or ():
                classes[one] = (*classes.get(one, ()), medicine.name)
        session = treatment.session_number
        if session is None and treatment.first_session is False:
            session = 2
        return Facts(
            areas=treatment.areas,
            depth=treatment.depth,
            passes=treatment.passes,
            device=treatment.device,
            skin_type=treatment.skin_type,
            age=treatment.age,
            pregnant=treatment.pregnant,
            session=session,
            numbing=treatment.numbing.product if treatment.numbing else None,
            conditions=frozenset(treatment.conditions),
            medicines=classes,
            unknown_medicines=tuple(unknown),
        )

    def country(self, treatment: Treatment) -> Country | None:
        """The numbers of the person's country: as given, else as the time zone tells."""
        code = treatment.country
        if code is None and treatment.time_zone:
            code = country_of_zone(treatment.time_zone)
        return self.contents.numbers.countries.get(code) if code else None


def _hash_of(layers: Iterable[Iterable[File]]) -> str:
    digest = hashlib.sha256()
    for layer in layers:
        for _, content in layer:
            digest.update(content)
    return digest.hexdigest()[:16]


def _data() -> Any:
    return files("afterglow.core.protocol").joinpath("data")


@cache
def _read_default() -> tuple[Read, list[File]]:
    return read_folder(_data(), lambda name: name.endswith(".yaml"))


@cache
def _default() -> Protocol:
    read, files = _read_default()
    contents = validated(Layered.of(read))
    return Protocol(contents, _hash_of([files]), _data().joinpath("medicines"), [files])
