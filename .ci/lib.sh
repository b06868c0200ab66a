# Functions that the scripts of this folder share. Sourced with the root of the repository as the
# working directory.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
export CI=true DEBIAN_FRONTEND=noninteractive

say() { printf '== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

# install_packages PACKAGE...: installs Debian packages.
# Run level 1 prevents a package from starting its service.
install_packages() {
  say "installing $*"
  apt-get update -qq || say "the package lists could not be renewed; trying with the present ones"
  RUNLEVEL=1 apt-get install -y -qq "$@" >/dev/null || fail "$* could not be installed"
}

# need COMMAND PACKAGE: installs the Debian package unless the command is there.
need() {
  command -v "$1" >/dev/null && return
  install_packages "$2"
  command -v "$1" >/dev/null || fail "$2 is installed but has no $1"
}

# jdk VERSION: the home of an installed JDK of that version.
jdk() {
  local home
  for home in /usr/lib/jvm/*; do
    if [[ -x $home/bin/javac && $("$home/bin/javac" -version 2>&1) =~ ^javac\ $1(\.|-|$) ]]; then
      printf '%s\n' "$home"
      return
    fi
  done
  fail "no JDK $1 in /usr/lib/jvm"
}

# readme_block PATTERN: the first fenced block of the README after a line that matches.
readme_block() {
  awk -v pattern="$1" '$0 ~ pattern { marked = 1; next }
       marked && /^```/ { if (inside) exit; inside = 1; next }
       inside' README.md
}
