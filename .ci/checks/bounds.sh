#!/usr/bin/env bash
# What is large is checked in little memory: a twentieth of every case of benches/bounds.sh, each run with no more than
# so many MB of addresses; and what is hostile is refused with a word. Time is not judged.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! [ -x /usr/bin/time ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo "skipped: GNU time is not installed"
    exit 0
  fi
  { apt-get update && apt-get install --yes time; } > /dev/null 2>&1
fi

. .ci/program.sh
MOST=160 SCALE=20 PROGRAM=$program bash benches/bounds.sh target/bounds
