"""What the log says: where it broke, never about whom.

Messages of exceptions, paths and forms can hold health data and the addresses of people's pages.
So an error is logged as its kind and its place in the code, and the route instead of the path.
"""

from __future__ import annotations

import logging
import traceback


class PrivateFormatter(logging.Formatter):
    """One line for the event, then the frames of its traceback without their values."""

    def format(self, record: logging.LogRecord) -> str:
        route = getattr(getattr(record, "request", None), "resolver_match", None)
        status = getattr(record, "status_code", "")
        words = [self.formatTime(record), record.levelname, record.name]
        words += [str(status), route.view_name if route else ""]
        lines = [" ".join(word for word in words if word)]
        if record.exc_info and record.exc_info[0]:
            lines.append(f"  {record.exc_info[0].__name__}")
            frames = traceback.extract_tb(record.exc_info[2])
            lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        return "\n".join(lines)
