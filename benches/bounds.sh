#!/bin/bash
# What is very large ends with an answer or a clear error, in bounded time and memory: each case is tried at a tenth
# of its size and in full. Shows seconds of processor time, how often the tenth's time the whole took, peak memory,
# and the exit code. After that, what is hostile must be refused with a word. Needs GNU time and awk, and two GB of disk for a while.
# Usage: benches/bounds.sh [scratch folder]
# PROGRAM names a binary that is there already; SCALE divides all sizes (SCALE=100 takes some seconds); with MOST, no
# run may have more than so many MB of addresses, or the script fails. Nothing is said of how long anything may take.
set -euo pipefail
cd "$(dirname "$0")/.."
scale=${SCALE:-1}
if [ -z "${PROGRAM:-}" ]; then
  cargo build --release --locked --quiet
  PROGRAM=target/release/kontakt-check
fi
program=$(realpath "$PROGRAM")
# Threads would reserve addresses that they never use.
[ -z "${MOST:-}" ] || export MALLOC_ARENA_MAX=1
mkdir -p "${1:-target/bounds}"
scratch=$(realpath "${1:-target/bounds}")
cd "$scratch"

# once ARGS...: runs the program; sets seconds, memory (MB) and code.
once() {
  code=0
  (
    [ -z "${MOST:-}" ] || ulimit -v $((MOST * 1024))
    /usr/bin/time -q -f '%U %S %M' -o figures "$program" --no-config "$@" > out 2> err
  ) || code=$?
  read -r user system kilobytes < figures
  seconds=$(awk -v own="$user" -v kernel="$system" 'BEGIN {print own + kernel}')
  memory=$((kilobytes / 1024))
  if [ "$code" -gt 2 ] || { [ "$code" = 2 ] && [ ! -s err ]; }; then
    echo "exit code $code: $*"; tail -3 err; exit 1
  fi
}

# refused NAME MAKE WORD ARGS...: MAKE makes the input called `input`, and WORD is in the error.
refused() {
  local name=$1 make=$2 word=$3
  shift 3
  rm -rf input; "$make"; once "$@"
  if [ "$code" != 2 ] || ! grep -q "$word" err; then
    echo "$name: exit code $code, and no error with '$word'"; head -3 err; exit 1
  fi
  printf '| %s | | %s | | %s MB | %s |\n' "$name" "$seconds" "$memory" "$code"
  rm -rf input
}

# bound NAME SIZE MAKE ARGS...: MAKE SIZE makes the input called `input`.
bound() {
  local name=$1 size=$(($2 / scale)) make=$3 tenth
  shift 3
  rm -rf input; "$make" $((size / 10)); once "$@"; tenth=$seconds
  rm -rf input; "$make" "$size"; once "$@"
  local ratio; ratio=$(awk -v all="$seconds" -v tenth="$tenth" 'BEGIN {printf "%.1f", all / (tenth > 0 ? tenth : 0.01)}')
  printf '| %s | %s | %s | %s x | %s MB | %s |\n' "$name" "$size" "$seconds" "$ratio" "$memory" "$code"
  rm -rf input
}

draft='Guten Tag Frau Ott, wann öffnet die Halle am Montag? Viele Grüße, Uta Lenz'

files() {
  mkdir -p input
  awk -v count="$1" -v draft="$draft" 'BEGIN {
    for (at = 0; at < count; at++) {
      if (at % 1000 == 0) { folder = "input/" int(at / 1000); system("mkdir " folder) }
      file = folder "/" at ".txt"; print draft > file; close(file)
    }
  }'
}
files_of_one_folder() {
  mkdir -p input
  awk -v count="$1" -v draft="$draft" 'BEGIN {for (at = 0; at < count; at++) { file = "input/" at ".txt"; print draft > file; close(file) }}'
}
table() {
  awk -v count="$1" -v draft="$draft" 'BEGIN {print "id,text"; for (at = 0; at < count; at++) printf "%d,\"%s\"\n", at, draft}' > input
}
lines() { awk -v count="$1" -v draft="$draft" 'BEGIN {for (at = 0; at < count; at++) printf "{\"id\": %d, \"text\": \"%s\"}\n", at, draft}' > input; }
brackets() { awk -v count="$1" 'BEGIN {for (at = 0; at < count; at++) printf "%s", at % 3 == 0 ? "[" : at % 3 == 1 ? "{" : "("}' > input; }
slots() { awk -v count="$1" 'BEGIN {for (at = 0; at < count; at++) printf "{{name}} {a|b} "}' > input; }
sentences() { awk -v bytes="$1" -v draft="$draft" 'BEGIN {for (at = 0; at < bytes; at += length(draft) + 5) printf "%s, %d.\n", draft, at}' > input; }
hidden() { awk -v count="$1" 'BEGIN {for (at = 0; at < count; at++) printf "a\xe2\x80\x8b"}' > input; }
rules() {
  mkdir -p input/signals input/checks
  awk -v count="$1" 'BEGIN {
    for (at = 0; at < count; at++) {
      file = "input/signals/thing-" at ".yaml"
      printf "id: thing-%d\ntitle: {de: Ding, en: thing}\npatterns:\n  de: [\"ding%d ...3 (kauf*|nehm*)\"]\n", at, at > file
      printf "examples: {de: {match: [\"«ding%d kaufen»\"], ignore: [\"nichts\"]}}\n", at > file
      close(file)
    }
  }'
  echo "extends: builtin" > input/pack.yaml
  echo "$draft" > draft.txt
}
rules_in_one_file() {
  mkdir -p input
  awk -v count="$1" 'BEGIN {
    print "extends: builtin\nsignals:"
    for (at = 0; at < count; at++) {
      printf "  - id: thing-%d\n    title: {de: Ding, en: thing}\n    patterns: {de: [\"ding%d ...3 (kauf*|nehm*)\"]}\n", at, at
      printf "    examples: {de: {match: [\"«ding%d kaufen»\"], ignore: [\"nichts\"]}}\n", at
    }
  }' > input/pack.yaml
  echo "$draft" > draft.txt
}
baseline() {
  awk -v count="$1" 'BEGIN {
    print "{\"version\": 1, \"findings\": ["
    for (at = 0; at < count; at++) printf "%s{\"path\": \"%d.txt\", \"rule\": \"too-long\", \"fingerprint\": \"%016x\"}\n", at ? "," : "", at, at
    print "]}"
  }' > input
  echo "$draft" > draft.txt
}
patterns() {
  mkdir -p input
  awk -v count="$1" 'BEGIN {print "paths:"; for (at = 0; at < count; at++) printf "  \"a%d/**/*.txt\": {lang: de}\n", at}' > input/config.yaml
  echo "$draft" > draft.txt
}

laughs() {
  awk 'BEGIN {
    print "a: &a [x,x,x]"
    for (at = 98; at < 110; at++) {
      printf "%c: &%c [", at, at
      for (use = 0; use < 9; use++) printf "%s*%c", use ? "," : "", at - 1
      print "]"
    }
  }' > input
}
nested() { awk 'BEGIN {for (at = 0; at < 100000; at++) printf "["}' > input; }
deep() { awk 'BEGIN {for (at = 0; at < 2500; at++) printf "%*sa:\n", at, ""}' > input; }
too_much() { awk 'BEGIN {for (at = 0; at < 2000000; at++) print "# "}' > input; }
exploding() {
  cat > input << 'END'
add_phrases:
  - to: negated
    patterns: {de: [{regex: "(\\w{1,500}){1,500}", needs: "nie"}]}
    examples: {de: {match: ["«nie»"], ignore: ["oft"]}}
END
}
spintax() { awk -v count="$1" 'BEGIN {for (at = 0; at < count; at++) printf "{a|"; printf "x"; for (at = 0; at < count; at++) printf "}"}' > input; }

echo '| what | size | seconds | of a tenth | memory | exit code |'
echo '|---|---|---|---|---|---|'
bound 'files in folders' 100000 files --format concise input
bound 'lines of a table, as a page' 1000000 table --input-format csv --format html --output-file report input
bound 'lines of a table, as JUnit' 1000000 table --input-format csv --format junit --output-file report input
bound 'lines of a table, as a page on stdout' 1000000 table --input-format csv --format html input
bound 'files in one folder, as SARIF' 100000 files_of_one_folder --format sarif --output-file report input
bound 'lines of a table' 1000000 table --input-format csv --format jsonl input
bound 'lines of a table, as JSON' 1000000 table --input-format csv --format json --output-file report input
bound 'JSON lines' 1000000 lines --input-format jsonl --format concise input
bound 'brackets' 1000000 brackets --format json input
bound 'slots and alternatives, in a template' 100000 slots --template=true --format json input
bound 'alternatives in alternatives, in a template' 100000 spintax --template=true --format json input
bound 'characters that nobody sees' 1000000 hidden --format json input
bound 'bytes of one draft' 50000000 sentences --format json input
bound 'rules, each in its file' 10000 rules --rules input --format json draft.txt
bound 'rules in one file' 10000 rules_in_one_file --rules input --format json draft.txt
bound 'findings of a baseline' 500000 baseline --baseline input --format json draft.txt
hostile() {
  refused "aliases that multiply, $2" laughs anchor "$1" input draft.txt
  refused "brackets in brackets, $2" nested deep "$1" input draft.txt
  refused "maps in maps, $2" deep input: "$1" input draft.txt
  refused "too much YAML, $2" too_much bytes "$1" input draft.txt
}
hostile --rules 'as rules'
refused 'an expression that explodes' exploding 'size limit' --rules input draft.txt
# With a configuration there is no --no-config.
printf '#!/bin/sh\nshift\nexec "%s" "$@"\n' "$program" > with-config
chmod +x with-config
program=$scratch/with-config
hostile --config 'as a configuration'
bound 'patterns of paths in a configuration' 1000 patterns --config input/config.yaml --format json draft.txt
rm -rf "$scratch"
