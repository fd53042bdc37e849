"""The leaflet, made computable: model, loading, and the default protocol's data."""

from afterglow.core.protocol.advice import AskFirst, Guidance, Milestone, Phase
from afterglow.core.protocol.changes import Change, changes
from afterglow.core.protocol.costs import CourseGoal, Extra, Goal, Judging, Price, Spacing
from afterglow.core.protocol.courses import Effect, Explanation, RatingHabits, SignSpec, Surge
from afterglow.core.protocol.floor_file import Floor, FloorCase, FloorGuidance, FloorLimit
from afterglow.core.protocol.floor_held import floor, is_held
from afterglow.core.protocol.floor_judges import covers
from afterglow.core.protocol.guide import GuidePage, GuidePoint, GuideSection, GuideShape
from afterglow.core.protocol.kept import pack, unpack
from afterglow.core.protocol.layers import Header, Origin, key_of
from afterglow.core.protocol.meant import meant
from afterglow.core.protocol.model import Contents, json_schema
from afterglow.core.protocol.numbing import NumbingArea, NumbingDressing, NumbingLimit, NumbingSpec
from afterglow.core.protocol.other_texts import texts_beside
from afterglow.core.protocol.own_words import taken
from afterglow.core.protocol.people import Facts, When
from afterglow.core.protocol.places import Country
from afterglow.core.protocol.protocol import Protocol, Source
from afterglow.core.protocol.sayings import never_said
from afterglow.core.protocol.softness import shrunk_condition, shrunk_pattern
from afterglow.core.protocol.starting import overlay_schema, starter
from afterglow.core.protocol.texts import texts
from afterglow.core.protocol.triage import FlagSpec, Pattern, Rise, Rule, Step
from afterglow.core.protocol.values import Sources, say, weakest_grade

__all__ = [
    "AskFirst",
    "Change",
    "Contents",
    "Country",
    "CourseGoal",
    "Effect",
    "Explanation",
    "Extra",
    "Facts",
    "FlagSpec",
    "Floor",
    "FloorCase",
    "FloorGuidance",
    "FloorLimit",
    "Goal",
    "Guidance",
    "GuidePage",
    "GuidePoint",
    "GuideSection",
    "GuideShape",
    "Header",
    "Judging",
    "Milestone",
    "NumbingArea",
    "NumbingDressing",
    "NumbingLimit",
    "NumbingSpec",
    "Origin",
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
    "changes",
    "covers",
    "floor",
    "is_held",
    "json_schema",
    "key_of",
    "meant",
    "never_said",
    "overlay_schema",
    "pack",
    "say",
    "shrunk_condition",
    "shrunk_pattern",
    "starter",
    "taken",
    "texts",
    "texts_beside",
    "unpack",
    "weakest_grade",
]
