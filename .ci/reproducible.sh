#!/usr/bin/env bash
# Builds the release twice, in two folders of different names, and compares the bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Somebody may commit meanwhile.
commit=$(git rev-parse HEAD)
for folder in one another/place; do
  mkdir -p "$scratch/$folder"
  git archive "$commit" | tar -x -C "$scratch/$folder"
  (cd "$scratch/$folder" && cargo build --release --locked --quiet)
done
cmp "$scratch/one/target/release/kontakt-check" "$scratch/another/place/target/release/kontakt-check"
echo "the same $(stat -c %s "$scratch/one/target/release/kontakt-check") bytes"
