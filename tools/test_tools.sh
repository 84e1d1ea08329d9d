#!/bin/sh
# Install what the tests need beyond Python, where that is allowed; what stays missing is skipped by name.
set -eu
# axe-core looks at the pages of the review app; its archive is taken only if it is byte for byte this one.
AXE=4.14.1
AXE_SHA512="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
axe() {
    place=".venv/share/axe-core"
    [ -f "$place/$AXE/axe.min.js" ] && return 0
    command -v npm >/dev/null 2>&1 || return 1
    rm -rf "$place" && mkdir -p "$place/$AXE"
    (cd "$place" && npm pack --silent "axe-core@$AXE" >/dev/null 2>&1) || return 1
    archive="$place/axe-core-$AXE.tgz"
    found=$(.venv/bin/python -c 'import base64, hashlib, sys; print(base64.b64encode(hashlib.sha512(open(sys.argv[1], "rb").read()).digest()).decode())' "$archive")
    [ "$found" = "$AXE_SHA512" ] || return 1
    tar -xzf "$archive" -C "$place/$AXE" --strip-components=1 package/axe.min.js
    rm -f "$archive"
}
axe || echo "Not to be had: axe-core. The tests that need it are skipped."
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
