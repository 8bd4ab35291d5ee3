#!/bin/sh
# Sees to it that there is a browser for the tests of pages: Debian's Chromium, where root may install it.
# Without one these tests are skipped, which CI does not accept.
set -eu

for browser in chromium chromium-browser google-chrome; do
    if command -v "$browser" >/dev/null; then
        exit 0
    fi
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "No Chromium: the tests that open pages in a browser are skipped. On Debian: apt install chromium" >&2
    exit 0
fi
echo "Installing Chromium for the tests that open pages in a browser"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null
