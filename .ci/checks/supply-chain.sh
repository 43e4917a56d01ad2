#!/usr/bin/env bash
# What comes in from outside: licences, sources, bans, and known vulnerabilities (deny.toml).
# Installs cargo-deny into a scratch folder where it is missing. The advisory database is read where a
# copy is at hand (ADVISORY_DB, or cargo-deny's own); elsewhere that part is skipped, and says so.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=${TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kontakt-check-tools}
deny=$(command -v cargo-deny || echo "$tools/bin/cargo-deny")
if [ ! -x "$deny" ]; then
  cargo install --quiet --locked --root "$tools" cargo-deny@0.20.2
fi

cargo fetch --quiet --locked
"$deny" --offline check --hide-inclusion-graph licenses bans sources

databases=${ADVISORY_DB:-${CARGO_HOME:-$HOME/.cargo}/advisory-dbs}
if compgen -G "$databases/*/crates" > /dev/null || compgen -G "$databases/*/.git" > /dev/null; then
  "$deny" --offline check --hide-inclusion-graph advisories
else
  echo "skipped: no advisory database below $databases; 'cargo deny fetch' brings one where the network allows"
fi
