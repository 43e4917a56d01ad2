#!/usr/bin/env bash
# What comes in from outside: licences, sources, bans, and known vulnerabilities (deny.toml).
# Installs cargo-deny into a scratch folder where it is missing. The advisory database is read where a
# copy is at hand: ADVISORY_DB names a clone of it, or cargo-deny has fetched one; elsewhere that part is skipped,
# and says so.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=${TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kontakt-check-tools}
deny=$(command -v cargo-deny || echo "$tools/bin/cargo-deny")
if [ ! -x "$deny" ]; then
  # It runs for two seconds: unoptimised, it is there in a third of the time.
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --locked --debug --root "$tools" cargo-deny@0.20.2
fi

cargo fetch --quiet --locked
"$deny" --offline check --hide-inclusion-graph licenses bans sources

# Where cargo-deny keeps the database, named after its address.
name=advisory-db-3157b0e258782691
if [ -n "${ADVISORY_DB:-}" ]; then
  # A clone, bare or not, of the RustSec advisory database; a copy of it is read.
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  git clone --quiet --no-hardlinks "$ADVISORY_DB" "$scratch/$name"
  # cargo-deny refuses a copy that nobody has fetched for a long time; when this one was made, its giver knows.
  git -C "$scratch/$name" rev-parse HEAD > "$scratch/$name/.git/FETCH_HEAD"
  sed "s|^\[advisories\]|&\ndb-path = \"$scratch\"|" deny.toml > "$scratch/deny.toml"
  echo "advisories as of $(git -C "$scratch/$name" log -1 --format=%cs)"
  "$deny" --offline --config "$scratch/deny.toml" check --hide-inclusion-graph advisories
elif [ -d "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs/$name" ]; then
  "$deny" --offline check --hide-inclusion-graph advisories
else
  echo "skipped: no advisory database; name a clone of it in ADVISORY_DB, or let 'cargo deny fetch' bring one"
fi
