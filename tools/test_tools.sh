#!/bin/sh
# Install what the tests need beyond Python, where that is allowed; what stays missing is skipped by name.
set -eu
missing=""
command -v mariadbd >/dev/null 2>&1 || [ -x /usr/sbin/mariadbd ] || missing="$missing mariadb-server-core mariadb-client-core"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:$missing …"
    apt-get update -qq >/dev/null 2>&1 || true
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
        echo "Not to be had:$missing. The tests that need them are skipped."
else
    echo "Missing, and not installed without root:$missing. The tests that need them are skipped."
fi
