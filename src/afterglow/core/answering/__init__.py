"""Answers to what people ask: costs and courses, numbing cream, and anything else in words."""

from afterglow.core.answering.anaesthetic import describe_numbing, explain_numbing
from afterglow.core.answering.ask import ask
from afterglow.core.answering.cost_results import CostEstimate
from afterglow.core.answering.cost_wording import (
    describe_cost,
    describe_course,
    money,
    range_words,
    session_words,
)
from afterglow.core.answering.costs import estimate_cost
from afterglow.core.answering.half_typed import Typed, answer_typed
from afterglow.core.answering.importing import Import, read_product_list
from afterglow.core.answering.notes import (
    Noted,
    assess,
    assess_told,
    noted_names,
    read_note,
    with_noted,
)
from afterglow.core.answering.results import Answer, Match
from afterglow.core.answering.suggesting import Suggestion, suggested
from afterglow.core.answering.table import answer_table
from afterglow.core.answering.table_model import AnswerTable
from afterglow.core.answering.usual_self import hours_to_usual_self

__all__ = [
    "Answer",
    "AnswerTable",
    "CostEstimate",
    "Import",
    "Match",
    "Noted",
    "Suggestion",
    "Typed",
    "answer_table",
    "answer_typed",
    "ask",
    "assess",
    "assess_told",
    "describe_cost",
    "describe_course",
    "describe_numbing",
    "estimate_cost",
    "explain_numbing",
    "hours_to_usual_self",
    "money",
    "noted_names",
    "range_words",
    "read_note",
    "read_product_list",
    "session_words",
    "suggested",
    "with_noted",
]
