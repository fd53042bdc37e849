"""Random loss, duplicates and server kills: every check-in is stored once, in order.

`python -m bench.offline` does the same with 200.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from e2e.torture import torture


def test_every_check_in_is_stored_once_and_in_order_whatever_gets_lost(browser: Browser) -> None:
    found = torture(browser, 25, kills=2)
    assert found["left"] == []
    assert found["sent"] == [f"number {n}" for n in range(25)]
    assert found["happened"]["lost after the server stored it"] > 0
    assert found["kills"] == 2
