# What checks of clients share; a check sources it. Whatever cannot be had is said on stderr and ends the check with 77.

# Stops unless a command is there.
need() { # COMMAND DEBIAN_PACKAGES
    command -v "$1" > /dev/null || {
        echo "\`$1\` is missing; on Debian: apt-get install $2" >&2
        exit 77
    }
}

# Copies the folder of a check, and what checks in JavaScript share, into its working folder and installs there what
# package-lock.json pins, once.
npm_install() { # CHECK_DIR WORK_DIR
    need node "nodejs npm"
    need npm "nodejs npm"
    find "$1" "$1/.." -maxdepth 1 -type f \( -name '*.mjs' -o -path "$1/*" \) -exec cp {} "$2" \;
    cmp -s "$2/package-lock.json" "$2/installed-npm" && return
    (cd "$2" && npm ci --ignore-scripts --no-audit --no-fund --silent >&2) || {
        echo "npm cannot install what $1/package-lock.json pins" >&2
        exit 77
    }
    cp "$2/package-lock.json" "$2/installed-npm"
}

# Copies the folder of a check into its working folder and makes a venv there with what requirements.txt pins, once;
# its Python is WORK_DIR/venv/bin/python.
venv_install() { # CHECK_DIR WORK_DIR
    need python3 "python3 python3-venv"
    find "$1" -maxdepth 1 -type f -exec cp {} "$2" \;
    cmp -s "$2/requirements.txt" "$2/installed-venv" && return
    rm -rf "$2/venv"
    python3 -m venv "$2/venv" >&2 || {
        echo "python3 cannot make a venv; on Debian: apt-get install python3-venv" >&2
        exit 77
    }
    "$2/venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$2/requirements.txt" >&2 || {
        echo "pip cannot install what $1/requirements.txt pins" >&2
        exit 77
    }
    cp "$2/requirements.txt" "$2/installed-venv"
}
