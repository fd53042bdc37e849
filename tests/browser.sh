#!/bin/sh
# Makes sure that a Chromium for the tests exists; prints nothing when all is well.
# AFTERGLOW_CHROMIUM names one; else the PATH; else Debian's package (as root); else Playwright's own.
set -eu
[ -z "${AFTERGLOW_CHROMIUM:-}" ] || exit 0
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Chromium for the tests (once) ..." >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } \
        >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1 && exit 0
fi
python="$(dirname "$0")/../.venv/bin/python"
if "$python" -c 'import pathlib, sys; from playwright.sync_api import sync_playwright as p
with p() as play: sys.exit(not pathlib.Path(play.chromium.executable_path).exists())' 2>/dev/null; then
    exit 0
fi
echo "installing Playwright's Chromium for the tests (once) ..." >&2
"$python" -m playwright install chromium >/dev/null || {
    echo "no Chromium found, and none could be installed: set AFTERGLOW_CHROMIUM to one" >&2
    exit 1
}
