"""What calibration learned: the changes, how they alter a protocol, and how they are told.

In: `Changes` and the protocol. Out: an altered protocol, an overlay to write, and lines for people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from afterglow.core.forecasting.curves import Floats
from afterglow.core.protocol import Effect, Protocol, RatingHabits, SignSpec

KINDS = ("time", "severity", "prevalence")
FOLDS = 5
MARGIN = 1.645  # standard errors by which the held-back gain must lie above zero


@dataclass(frozen=True)
class Changes:
    """What was learned and may be written: for each sign (time, severity, prevalence)."""

    signs: dict[str, tuple[float, float, float]]

    @classmethod
    def of(cls, signs: Sequence[str], vector: Floats) -> Changes:
        rows = vector[:-1].reshape(len(signs), len(KINDS))
        return cls({sign: (a, b, c) for sign, (a, b, c) in zip(signs, rows.tolist(), strict=True)})


@dataclass(frozen=True)
class Learned:
    """One parameter with its 90 % interval. `sign` is None for the noise, a factor.

    time: a factor; severity: rating points; prevalence: the reference person's share.
    """

    sign: str | None
    kind: str
    before: float
    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out the protocol's own value."""
        return not self.low <= self.before <= self.high


@dataclass(frozen=True)
class Calibrated:
    """The fit, and its trial: gain in log score per held-back recovery, with standard error."""

    changes: Changes
    learned: tuple[Learned, ...]
    recoveries: int
    gain: float
    gain_error: float

    @property
    def better(self) -> bool:
        """Whether it beats the protocol on held-back recoveries by more than chance would."""
        return self.gain > MARGIN * self.gain_error


def adjusted(protocol: Protocol, changes: Changes) -> Protocol:
    """The protocol with these changes: signs, and modifiers that set a sign's values outright."""
    contents = protocol.contents
    signs = [_sign(spec, changes.signs.get(spec.id)) for spec in contents.signs]
    modifiers = [
        one.model_copy(update={"effect": _effect(one.effect, changes.signs[one.signs[0]])})
        if len(one.signs) == 1 and one.signs[0] in changes.signs
        else one
        for one in contents.modifiers
    ]
    update = {"signs": signs, "modifiers": modifiers}
    # the book of medicines stays with the protocol that facts are asked of
    return Protocol(contents.model_copy(update=update), protocol.hash)


def noisier(habits: RatingHabits, noise: float) -> RatingHabits:
    factor = float(np.exp(noise))
    update = {
        "noise_at_0": habits.noise_at_0 * factor,
        "noise_at_8": habits.noise_at_8 * factor,
    }
    return habits.model_copy(update=update)


def shifted_share(share: float, by: float) -> float:
    """A probability moved by so much in log odds; 0 and 1 stay."""
    if not 0 < share < 1:
        return share
    return float(1 / (1 + (1 - share) / share * np.exp(-by)))


def _sign(spec: SignSpec, change: tuple[float, float, float] | None) -> SignSpec:
    if change is None:
        return spec
    time, severity, prevalence = change
    return spec.model_copy(
        update={
            "resolved": _longer(spec.resolved, time),
            "severity": _stronger(spec.severity, severity),
            "prevalence": shifted_share(spec.prevalence, prevalence),
        }
    )


def _longer(resolved: Any, time: float) -> Any:
    factor = float(np.exp(time))
    update = {"median": resolved.median * factor, "p90": resolved.p90 * factor}
    return resolved.model_copy(update=update)


def _stronger(severity: Any, by: float) -> Any:
    mean = min(max(severity.mean + by * severity.sd, 0.1), 9.9)
    return severity.model_copy(update={"mean": mean})


def _effect(effect: Effect, change: tuple[float, float, float]) -> Effect:
    """An effect that sets a sign's values outright would undo what was learned: move it too."""
    time, severity, prevalence = change
    update: dict[str, Any] = {}
    if effect.resolved_set:
        update["resolved_set"] = _longer(effect.resolved_set, time)
    if effect.severity_set:
        update["severity_set"] = _stronger(effect.severity_set, severity)
    if effect.prevalence_set is not None:
        update["prevalence_set"] = shifted_share(effect.prevalence_set, prevalence)
    if effect.prevalence_by_depth:
        update["prevalence_by_depth"] = {
            depth: shifted_share(share, prevalence)
            for depth, share in effect.prevalence_by_depth.items()
        }
    return effect.model_copy(update=update)


def overlay(found: Calibrated, protocol: Protocol, name: str) -> dict[str, Any]:
    """The changes as an overlay called `name`, each with its why and a grade E source."""
    changed = adjusted(protocol, found.changes)
    many = f"{found.recoveries} finished recoveries"

    def entry(sign: str, **values: Any) -> dict[str, Any]:
        told = "; ".join(in_words(one, protocol) for one in found.learned if one.sign == sign)
        because = {"en": f"Learned from {many}: {told}."}
        source = f"{many} of this clinic, by afterglow calibrate"
        return {**values, "sources": {"E": [source]}, "because": because}

    signs = [
        entry(
            sign,
            id=sign,
            prevalence=_rounded(changed.signs[sign].prevalence),
            resolved=_spread(changed.signs[sign].resolved),
            severity={"mean": _rounded(changed.signs[sign].severity.mean)},
        )
        for sign in found.changes.signs
    ]
    modifiers = [
        entry(now.signs[0], id=now.id, effect=_moved(was.effect, now.effect))
        for was, now in zip(protocol.contents.modifiers, changed.contents.modifiers, strict=True)
        if was.effect != now.effect
    ]
    sections: dict[str, Any] = {
        "overlay": {
            "id": name,
            "version": "1.0.0",
            "for": protocol.id,
            "why": {"en": f"Learned by afterglow calibrate from {many}: {outcome_line(found)}."},
        },
        "signs": signs,
        "modifiers": modifiers,
    }
    return {title: section for title, section in sections.items() if section}


def in_words(one: Learned, protocol: Protocol) -> str:
    """One change with its 90 % interval: "redness lasts 1.46 times as long (1.35 to 1.58)"."""
    name = protocol.signs[one.sign].name["en"].lower() if one.sign else "ratings"
    s = "" if name.endswith("s") and not name.endswith("ss") else "s"  # bruises last, redness lasts
    match one.kind:
        case "time":
            return f"{name} last{s} {one.value:.2f} times as long ({one.low:.2f} to {one.high:.2f})"
        case "severity":
            way = "higher" if one.value >= 0 else "lower"
            ends = sorted((one.low, one.high) if one.value >= 0 else (-one.low, -one.high))
            return (
                f"{name} peak{s} {abs(one.value):.2f} points {way} ({ends[0]:.2f} to {ends[1]:.2f})"
            )
        case "prevalence":
            value, low, high, before = (
                100 * share for share in (one.value, one.low, one.high, one.before)
            )
            return (
                f"{name} come{s} in {value:.0f} of 100 people, not {before:.0f}"
                f" ({low:.0f} to {high:.0f})"
            )
        case _:
            return f"{name} scatter {one.value:.2f} times as much ({one.low:.2f} to {one.high:.2f})"


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _spread(spread: Any) -> dict[str, str]:
    return {"median": f"{_rounded(spread.median)}h", "p90": f"{_rounded(spread.p90)}h"}


def _moved(was: Effect, now: Effect) -> dict[str, Any]:
    """What an effect sets outright and has been moved."""
    data: dict[str, Any] = {}
    if now.resolved_set and now.resolved_set != was.resolved_set:
        data["resolved_set"] = _spread(now.resolved_set)
    if now.severity_set and now.severity_set != was.severity_set:
        data["severity_set"] = {"mean": _rounded(now.severity_set.mean)}
    if now.prevalence_set is not None and now.prevalence_set != was.prevalence_set:
        data["prevalence_set"] = _rounded(now.prevalence_set)
    if now.prevalence_by_depth and now.prevalence_by_depth != was.prevalence_by_depth:
        data["prevalence_by_depth"] = {
            depth: _rounded(share) for depth, share in now.prevalence_by_depth.items()
        }
    return data


def outcome_line(found: Calibrated) -> str:
    """The trial on held-back recoveries in one line, with its figures."""
    return (
        f"{found.gain:+.2f} in log score per held-back recovery"
        f" (standard error {found.gain_error:.2f}; {FOLDS} folds of {found.recoveries})"
    )
