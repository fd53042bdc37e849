"""The leaflet, made computable: model, loading, and the default protocol's data."""

from afterglow.core.protocol.advice import AskFirst, Guidance, Milestone, Phase
from afterglow.core.protocol.costs import CourseGoal, Extra, Goal, Judging, Price, Spacing
from afterglow.core.protocol.courses import Effect, Explanation, RatingHabits, SignSpec, Surge
from afterglow.core.protocol.model import json_schema
from afterglow.core.protocol.numbing import NumbingLimit, NumbingSpec
from afterglow.core.protocol.people import Facts, When
from afterglow.core.protocol.places import Country
from afterglow.core.protocol.protocol import Protocol, Source
from afterglow.core.protocol.triage import FlagSpec, Pattern, Rise, Rule, Step
from afterglow.core.protocol.values import Sources, say, weakest_grade

__all__ = [
    "AskFirst",
    "Country",
    "CourseGoal",
    "Effect",
    "Explanation",
    "Extra",
    "Facts",
    "FlagSpec",
    "Goal",
    "Guidance",
    "Judging",
    "Milestone",
    "NumbingLimit",
    "NumbingSpec",
    "Pattern",
    "Phase",
    "Price",
    "Protocol",
    "RatingHabits",
    "Rise",
    "Rule",
    "SignSpec",
    "Source",
    "Sources",
    "Spacing",
    "Step",
    "Surge",
    "When",
    "json_schema",
    "say",
    "weakest_grade",
]
