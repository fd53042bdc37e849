"""A device's name in broad words, guessed from what its browser says of itself."""

from __future__ import annotations

# the first that is found; names of products, the same in every language
SYSTEMS = (
    ("iphone", "iPhone"), ("ipad", "iPad"), ("android", "Android"), ("cros ", "Chromebook"),
    ("windows", "Windows"), ("macintosh", "Mac"), ("linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("edg", "Edge"), ("opr/", "Opera"), ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"), ("fxios", "Firefox"), ("crios", "Chrome"), ("chrome", "Chrome"),
    ("safari", "Safari"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """ "iPhone, Safari"; empty where the browser does not say. Nothing else of it is kept."""
    said = user_agent.lower()
    found = [
        next((name for mark, name in names if mark in said), "") for names in (SYSTEMS, BROWSERS)
    ]
    return ", ".join(name for name in found if name)
