"""The overlay that a clinic starts from: small, true, and full of comments."""

from __future__ import annotations

import re
from typing import Any

from afterglow.core.errors import refuse
from afterglow.core.protocol.layers import Header
from afterglow.core.protocol.model import json_schema
from afterglow.core.protocol.overlays import Remark

_TEXT = """\
# yaml-language-server: $schema=overlay.schema.json
# (for your editor; made by: afterglow protocol schema --overlay > overlay.schema.json)
# {name}: what our clinic says differently from Afterglow's default protocol.
# Only write what you change. Every change says why, in `because`.
#
#   afterglow protocol check {name}.yaml     reads it, and lists what it changes
#   afterglow verify {name}.yaml             proves that nothing is left open or contradicts
#   afterglow plan T.json --overlay {name}.yaml   a plan by it

overlay:
  id: {name}
  version: 1.0.0
  for: afterglow
  why: {{en: "Our own aftercare leaflet."}}

# What to do and to avoid. Entries are found by `id`, or by `topic` where there is no id; see
# docs/evidence.md for all of them. Times: 30min, 48h, 7d, -3d (before the treatment).
guidance:

  # a longer wait
  - topic: sun
    until: 10d
    because: {{en: "Our leaflet says ten days."}}

  # # something of your own: a topic that is new needs all of these
  # - topic: face_yoga
  #   name: {{en: "Face yoga"}}
  #   kind: avoid            # do, avoid or care
  #   until: 3d
  #   text: {{en: "No face yoga yet."}}
  #   why: {{en: "Pulling stretches skin that is still open."}}
  #   sources: {{D: [our leaflet]}}

  # # something that you do not want to say; what is on the safety floor cannot be hidden
  # - topic: pets
  #   hide: true
  #   because: {{en: "We never give this advice."}}

# # Earlier calls: rules may be made stricter, never softer.
# rules:
#   - id: redness_high_late
#     if: {{ratings_any: {{redness: 5}}}}
#     because: {{en: "We want to see redness of 5 on day 3."}}
"""


def starter(name: str) -> str:
    """A commented overlay for a clinic. Raises `InputRefused` where the name is no id."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise refuse("name", f"{name!r} is not an id; small letters, digits and - only")
    return _TEXT.format(name=name)


def overlay_schema() -> dict[str, Any]:
    """The JSON Schema of an overlay: every field of a protocol may be given, none must be."""
    schema = json_schema()
    schema["title"] = "Afterglow overlay"
    remark = Remark.model_json_schema()["properties"]
    for entry in schema["$defs"].values():
        if entry.get("type") == "object" and "properties" in entry:
            entry.pop("required", None)
            entry["properties"] = entry["properties"] | remark
    schema["properties"]["overlay"] = Header.model_json_schema(by_alias=True)
    schema["required"] = ["overlay"]
    return schema
