"""The leaflet, made computable: model, loading, and the default protocol's data."""

from afterglow.core.protocol.advice import AskFirst, Guidance, Milestone, Phase
from afterglow.core.protocol.courses import Effect, RatingHabits, SignSpec
from afterglow.core.protocol.model import json_schema
from afterglow.core.protocol.people import Facts, When
from afterglow.core.protocol.places import Country
from afterglow.core.protocol.protocol import Protocol, Source
from afterglow.core.protocol.triage import FlagSpec, Pattern, Rise, Rule, Step
from afterglow.core.protocol.values import Sources, say, weakest_grade

__all__ = [
    "AskFirst",
    "Country",
    "Effect",
    "Facts",
    "FlagSpec",
    "Guidance",
    "Milestone",
    "Pattern",
    "Phase",
    "Protocol",
    "RatingHabits",
    "Rise",
    "Rule",
    "SignSpec",
    "Source",
    "Sources",
    "Step",
    "When",
    "json_schema",
    "say",
    "weakest_grade",
]
