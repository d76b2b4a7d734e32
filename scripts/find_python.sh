# shellcheck shell=sh
# Sourced by ./run and ./test. find_python prints the Python to build with: the default `python3` where it will do,
# else the newest of the supported ones. Where none will do it says in one sentence what helps, and ends with 1.

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

can_build() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

find_python() {
    found='' incomplete=''
    for candidate in python3 python3.13 python3.12 python3.11; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        found=$candidate
        fits "$candidate" || continue
        if can_build "$candidate"; then
            command -v "$candidate"
            return 0
        fi
        incomplete=${incomplete:-$candidate}
    done
    if [ -n "$incomplete" ]; then
        echo "Zu $incomplete fehlt das Modul venv: Bitte installieren Sie es mit „sudo apt install python3-venv“ und starten Sie ./run noch einmal." >&2
    elif [ -n "$found" ]; then
        echo "Etappe braucht Python 3.11, 3.12 oder 3.13, hier ist nur $(python3 --version 2>/dev/null || echo "$found"): Bitte installieren Sie eine dieser Versionen und starten Sie ./run noch einmal." >&2
    else
        echo "Etappe braucht Python, hier ist keines: Bitte installieren Sie es mit „sudo apt install python3 python3-venv“ und starten Sie ./run noch einmal." >&2
    fi
    return 1
}
