"""The course of one sign for one person: the protocol's numbers after every modifier that applies.

In: facts and protocol. Out: `SignCourse`, in hours and ratings. Plain arithmetic, no NumPy, since
the plan's milestones need it too.

The curve of one sign, with onset o, peak time p, peak height h, resolution r (hours, ratings) and
a shape c near 1, where u = (t - p) / (r - p) and a = max(ln h, 0):

    rising,  o <= t < p:  h * (f + (1 - f) * (1 - cos(pi * (t - o) / (p - o))) / 2)
    falling, t >= p:      h * exp(-a * u ** c - max(1 - a, 0) * max(u - 1, 0))

so that a sign that peaked above 1 is back at exactly 1 at r, whatever its height; ln r is normal.
f is 0, or a fixed share where the sign is there at once (o = 0).
Source: evidence section 1b (times, severities); the family of curves is an assumption (grade E).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import NormalDist

from afterglow.core.protocol import Effect, Facts, Protocol, SignSpec

Z90 = NormalDist().inv_cdf(0.9)
MIN_SIGMA = 0.15
# a peak lies before the resolution: at most at this share of it, the onset before the peak
PEAK_SHARE, ONSET_SHARE = 0.6, 0.8
REFERENCE_DEPTH_MM, REFERENCE_PASSES = 1.0, 3


@dataclass(frozen=True)
class SignCourse:
    """Times in hours from the needling, heights in ratings 0 to 10, spread of ln(resolution)."""

    sign: str
    prevalence: float
    onset: float
    onset_spread: float
    peak: float
    median: float
    sigma: float
    height: float
    height_sd: float
    because: tuple[str, ...] = ()

    @property
    def p90(self) -> float:
        return self.median * math.exp(self.sigma * Z90)

    def below_by(self, level: float, hour: float) -> float:
        """Probability that by `hour` the sign is down to `level` (1 or more), or never comes."""
        normal = NormalDist(self.height, self.height_sd)
        low, high = normal.cdf(0.0), normal.cdf(10.0)
        steps = [low + (index + 0.5) / 24 * (high - low) for index in range(24)]
        down = sum(self._down_by(level, hour, normal.inv_cdf(step)) for step in steps)
        return 1 - self.prevalence + self.prevalence * down / len(steps)

    def _down_by(self, level: float, hour: float, height: float) -> float:
        if height <= level:
            return 1.0
        if hour <= 0:
            return 0.0
        # where between peak and resolution the curve passes the level
        share = math.log(height / level) / math.log(height)
        latest = hour / (PEAK_SHARE + (1 - PEAK_SHARE) * share)
        if latest > self.peak / PEAK_SHARE:
            latest = self.peak + (hour - self.peak) / share
        return NormalDist().cdf((math.log(latest) - math.log(self.median)) / self.sigma)

    def when_below(self, level: float, probability: float, horizon: float = 8760) -> float | None:
        """The first whole hour by which the sign is at or below `level` with this probability."""
        return _when_below(self, level, probability, horizon)


# a page asks for the same few courses with every visit
@lru_cache(maxsize=4096)
def _when_below(
    course: SignCourse, level: float, probability: float, horizon: float
) -> float | None:
    if course.below_by(level, horizon) < probability:
        return None
    low, high = 0.0, horizon
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (
            (low, middle) if course.below_by(level, middle) >= probability else (middle, high)
        )
    return math.ceil(high)


def courses(facts: Facts, protocol: Protocol) -> dict[str, SignCourse]:
    """Every sign's course for these facts, modifiers and caps applied."""
    contents = protocol.contents
    found = {spec.id: _reference(spec) for spec in contents.signs}
    for modifier in contents.modifiers:
        because = modifier.when.met_by(facts) if modifier.when else []
        if because is None:
            continue
        for sign in modifier.signs:
            found[sign] = _applied(found[sign], modifier.effect, facts, because)
    for cap in contents.caps:
        for sign in cap.signs:
            found[sign] = _capped(found[sign], cap.p90)
    return found


def _reference(spec: SignSpec) -> SignCourse:
    spread = 0.2
    if spec.onset_range:
        low, high = spec.onset_range
        # the range is read as the middle 90 %
        spread = math.log(high / low) / (2 * NormalDist().inv_cdf(0.95))
    resolved = spec.resolved
    return SignCourse(
        sign=spec.id,
        prevalence=spec.prevalence,
        onset=spec.onset,
        onset_spread=spread,
        peak=spec.peak,
        median=resolved.median,
        sigma=math.log(resolved.p90 / resolved.median) / Z90,
        height=spec.severity.mean,
        height_sd=spec.severity.sd,
    )


def _applied(course: SignCourse, effect: Effect, facts: Facts, because: list[str]) -> SignCourse:
    extra = facts.depth - REFERENCE_DEPTH_MM
    doublings = math.log2(facts.passes / REFERENCE_PASSES)
    time = (effect.time or 1.0) * math.exp((effect.time_exp_per_mm or 0.0) * extra)
    time *= (effect.time_per_doubling or 1.0) ** doublings
    height = course.height
    if effect.severity_set:
        height += effect.severity_set.mean - course.height
    height += (effect.severity_add or 0.0) + (effect.severity_per_mm or 0.0) * extra
    height += (effect.severity_per_doubling or 0.0) * doublings
    prevalence = course.prevalence if effect.prevalence_set is None else effect.prevalence_set
    prevalence *= effect.prevalence_times or 1.0
    prevalence *= math.exp((effect.prevalence_exp_per_mm or 0.0) * extra)
    prevalence += effect.prevalence_add or 0.0
    if effect.prevalence_by_depth:
        prevalence = _between(effect.prevalence_by_depth, facts.depth)
    resolved = effect.resolved_set
    median = resolved.median if resolved else course.median
    sigma = math.log(resolved.p90 / resolved.median) / Z90 if resolved else course.sigma
    return replace(
        course,
        prevalence=min(max(prevalence, 0.0), 0.995),
        onset=max(course.onset * time + (effect.onset_add or 0.0), 0.0),
        peak=course.peak * time,
        median=median * time,
        sigma=sigma,
        height=min(max(height, 0.3), 9.0),
        height_sd=effect.severity_set.sd if effect.severity_set else course.height_sd,
        because=(*course.because, *because),
    )


def _between(table: dict[float, float], depth: float) -> float:
    points = sorted(table.items())
    if depth <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if depth <= right:
            return low + (high - low) * (depth - left) / (right - left)
    return points[-1][1]


def _capped(course: SignCourse, p90: float) -> SignCourse:
    """Keep the median and shrink the spread; where even the median is too late, move that too."""
    if course.p90 <= p90:
        return course
    sigma = math.log(p90 / course.median) / Z90 if course.median < p90 else 0.0
    if sigma >= MIN_SIGMA:
        return replace(course, sigma=sigma)
    median = p90 * math.exp(-MIN_SIGMA * Z90)
    shrink = median / course.median
    return replace(
        course,
        sigma=MIN_SIGMA,
        median=median,
        peak=course.peak * shrink,
        onset=course.onset * shrink,
    )
