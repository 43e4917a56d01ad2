#!/bin/sh
# Compares the program with tools that check or search texts, on the same drafts: one table, medians of hyperfine.
# Needs cargo. Tools that are in PATH are used; the others are installed into a scratch folder with cargo, npm and
# pip, and left out with a word where that fails.
# Usage: benches/compare.sh [scratch folder]
# PROGRAM and GENERATE name a program and a generator that are built already. It takes some minutes, most of them for
# textlint with all patterns.
set -eu
cd "$(dirname "$0")/.."
scratch=${1:-target/compare}
mkdir -p "$scratch"
scratch=$(cd "$scratch" && pwd)
PATH="$PATH:$scratch/cargo/bin:$scratch/npm/node_modules/.bin:$scratch/pip/bin"
export PATH

have() { command -v "$1" > /dev/null 2>&1; }
# need TOOL COMMAND...: installs a tool that is not there; tells what is left out.
need() {
    tool=$1
    shift
    have "$tool" && return
    if have "$1"; then timeout 1200 "$@" > "$scratch/install.log" 2>&1 || true; fi
    have "$tool" || echo "left out: $tool cannot be installed ($1 is missing or failed; see $scratch/install.log)" >&2
}
# The last release that this Rust version builds.
need hyperfine cargo install --locked --root "$scratch/cargo" hyperfine@1.20.0
have hyperfine || { echo "without hyperfine nothing can be measured" >&2; exit 1; }
need typos cargo install --locked --root "$scratch/cargo" typos-cli
need rg cargo install --locked --root "$scratch/cargo" ripgrep
need textlint npm install --prefix "$scratch/npm" textlint textlint-rule-prh
need write-good npm install --prefix "$scratch/npm" write-good
if ! have proselint && have python3; then python3 -m venv "$scratch/pip" || true; fi
need proselint "$scratch/pip/bin/pip" install --quiet proselint

if [ -z "${PROGRAM:-}" ]; then
    cargo build --release --locked --quiet
    PROGRAM=target/release/kontakt-check
fi
kc=$(realpath "$PROGRAM")
generate() {
    if [ -n "${GENERATE:-}" ]; then "$GENERATE" "$@"; else cargo bench --locked --quiet --bench generate -- "$@"; fi
}
generate files 1000 "$scratch/drafts"
generate files 100 "$scratch/some"
generate files 1000 "$scratch/woven" woven
generate long 500 > "$scratch/draft.txt"

# An empty program of the same profile: what starting and ending a process costs.
mkdir -p "$scratch/empty/src"
echo 'fn main() {}' > "$scratch/empty/src/main.rs"
cat > "$scratch/empty/Cargo.toml" <<'TOML'
[package]
name = "empty"
version = "0.0.0"
edition = "2024"
[profile.release]
lto = "fat"
codegen-units = 1
panic = "abort"
strip = true
[workspace]
TOML
(cd "$scratch/empty" && CARGO_TARGET_DIR=target cargo build --release --quiet)

# textlint with prh twice: with every pattern of our rules that a regular expression can say, and with nine phrases.
generate prh > "$scratch/all.yml"
cat > "$scratch/nine.yml" <<'YAML'
version: 1
rules:
  - expected: ein Grund
    patterns: [/interessantes Profil/, /in (Ihr|dein) Netzwerk auf/, /Synergien/, /Win-win/, /gegenseitiger Austausch/]
  - expected: a reason
    patterns: [/impressive profile/, /professional network/, /mutually beneficial/, /explore opportunities/]
YAML
textlint=-
if have textlint; then
    modules=$(realpath "$(dirname "$(command -v textlint)")/..")
    if [ -d "$modules/textlint-rule-prh" ]; then
        textlint="textlint --rules-base-directory $modules"
    else
        echo "left out: $modules has no textlint-rule-prh" >&2
    fi
fi
for pack in all nine; do
    echo '{"rules": {"prh": {"rulePaths": ["'"$scratch/$pack.yml"'"]}}}' > "$scratch/$pack.json"
done

# measured OPTIONS COMMAND: its median by the clock and its mean of processor time, in seconds; nothing where it
# cannot be run. Processor time suffers less from whatever else the machine does.
measured() {
    rm -f "$scratch/run.csv"
    # shellcheck disable=SC2086 # the options are several words
    hyperfine -N --ignore-failure $1 --export-csv "$scratch/run.csv" "$2" > /dev/null 2>&1 || true
    # The command itself may hold commas; behind it stand mean, deviation, median, user, system, least, most.
    [ ! -f "$scratch/run.csv" ] || tail -1 "$scratch/run.csv" | awk -F, '{print $(NF - 4), $(NF - 3) + $(NF - 2)}'
}
# shown MEASURED OWN: two cells, each with what part of it our own takes.
shown() {
    echo "$1 $2" | awk '
        function cell(time, own) {
            printf("%.*f %s (%.2g ×) | ", (time < 0.01 || time >= 1) ? 2 : 0, (time < 1) ? time * 1000 : time,
                (time < 1) ? "ms" : "s", own / time)
        }
        NF < 4 {print " |  | "; next}
        {cell($1, $3); cell($2, $4); print ""}'
}

echo "In brackets: what part of it kontakt-check takes."
echo
echo "| | one draft | processor | 1,000 drafts | processor |"
echo "|---|---|---|---|---|"
own_one='' own_all=''
while IFS='|' read -r name options one all; do
    tool=${one%% *}
    if [ "$tool" = - ] || ! have "$tool"; then continue; fi
    one=$(measured "$options" "$one")
    if [ "$all" = - ]; then all=; else all=$(measured "$options" "$all"); fi
    : "${own_one:=$one}" "${own_all:=$all}"
    echo "| $name | $(shown "$one" "$own_one")$(shown "$all" "$own_all")"
done <<LIST
kontakt-check|--warmup 20 --min-runs 30|$kc --no-config --color never $scratch/draft.txt|$kc --no-config --format concise $scratch/drafts
kontakt-check, no sentence twice|--warmup 20 --min-runs 30|$kc --no-config --color never $scratch/draft.txt|$kc --no-config --format concise $scratch/woven
empty program|--warmup 20 --min-runs 30|$scratch/empty/target/release/empty|-
ripgrep, one literal|--warmup 20 --min-runs 30|rg Netzwerk $scratch/draft.txt|rg Netzwerk $scratch/drafts
typos|--warmup 3|typos $scratch/draft.txt|typos $scratch/drafts
write-good|--warmup 3|write-good $scratch/draft.txt|-
proselint|--warmup 3|proselint check $scratch/draft.txt|proselint check $scratch/drafts
textlint, nine prh patterns|--warmup 1 --runs 5|$textlint --config $scratch/nine.json $scratch/draft.txt|$textlint --config $scratch/nine.json $scratch/drafts
textlint, $(sed -n '1s/^# \([0-9]*\).*/\1/p' "$scratch/all.yml") prh patterns, a tenth of the folder|--runs 1|$textlint --config $scratch/all.json $scratch/draft.txt|$textlint --config $scratch/all.json $scratch/some
LIST
