#!/usr/bin/env bash
# Drafts are private: whatever is asked of the program, it asks the system for no network, and it opens
# no file for writing but those it was told to write. Reads the system calls with strace.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v strace > /dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo "skipped: strace is not installed"
    exit 0
  fi
  { apt-get update && apt-get install --yes strace; } > /dev/null 2>&1
fi

. .ci/program.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -r examples/drafts "$scratch/drafts"

# traced WHAT ARGS...: runs the program; fails on any socket, and on any file opened for writing.
traced() {
  local what=$1 code=0
  shift
  strace -f -qq -o "$scratch/calls" -e trace=%network,openat,open,creat,rename,unlink,mkdir \
    "$program" "$@" > "$scratch/out" 2> "$scratch/err" || code=$?
  if [ "$code" -gt 1 ]; then
    echo "$what: exit code $code"; cat "$scratch/err"; return 1
  fi
  # strace itself must have seen something, or it proves nothing.
  grep -q 'openat(' "$scratch/calls" || { echo "$what: no system call was seen"; return 1; }
  if grep -E '(socket|connect|sendto|sendmsg|bind|listen)\(|O_WRONLY|O_RDWR|O_CREAT|creat\(|rename|unlink|mkdir' "$scratch/calls" |
    grep -vE '/dev/(tty|null)'; then
    echo "$what: a network or writing call"; return 1
  fi
  echo "$what: ok"
}

traced "a folder, for people" "$scratch/drafts"
traced "a folder, as JSON" --format json "$scratch/drafts"
traced "verbose" --verbose "$scratch/drafts/de-met-at-fair.txt"
traced "a pack of rules" --rules examples/pack "$scratch/drafts"
traced "explain" explain missing-purpose
traced "eval" eval --quiet tests/corpus/round1.jsonl
