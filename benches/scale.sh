#!/bin/sh
# Shows how cost grows with the number of drafts, their length, packs, threads, and what memory it takes.
# Needs hyperfine, GNU time and cargo; valgrind, where it is there, counts instructions.
# Usage: benches/scale.sh [scratch folder]
set -eu
cd "$(dirname "$0")/.."
scratch=${1:-target/scale}
mkdir -p "$scratch"
scratch=$(cd "$scratch" && pwd)
cargo build --release --quiet
generate() { cargo bench --quiet --bench generate -- "$@"; }
kc="$PWD/target/release/kontakt-check"

run() { # name, command
    hyperfine -N --ignore-failure --warmup 1 --min-runs 3 --export-csv "$scratch/run.csv" "$2" > /dev/null 2>&1
    seconds=$(sed -n 2p "$scratch/run.csv" | awk -F, '{print $(NF-6)}')
    memory=$(/usr/bin/time -f %M sh -c "$2 > /dev/null" 2>&1 | tail -1)
    printf '%-44s %10s s %8s MB\n' "$1" "$seconds" "$((memory / 1024))"
}

for count in 1000 10000 100000; do
    generate drafts "$count" > "$scratch/$count.jsonl"
    for threads in 1 2; do
        run "$count drafts, $threads threads, whole records" \
            "$kc --input-format jsonl --format jsonl --threads $threads --output-file $scratch/out $scratch/$count.jsonl"
    done
done
generate woven 10000 > "$scratch/woven.jsonl"
run "10000 drafts, 1 thread, no sentence twice" \
    "$kc --input-format jsonl --format jsonl --threads 1 --output-file $scratch/out $scratch/woven.jsonl"
for bytes in 650 65000 650000 50000000; do
    generate long "$bytes" > "$scratch/long.txt"
    run "one draft of $bytes bytes" "$kc --format json $scratch/long.txt"
done
awk 'BEGIN {for (i = 0; i < 200000; i++) printf "[{("}' > "$scratch/brackets.txt"
run "600,000 brackets" "$kc --format json $scratch/brackets.txt"
awk 'BEGIN {for (i = 0; i < 100000; i++) printf "wir haben uns kennengelernt "}' > "$scratch/endless.txt"
run "one sentence of 400,000 words" "$kc --format json $scratch/endless.txt"
generate long 500 > "$scratch/draft.txt"
# The last is ten times the built-in pack, which has some 170 signals and 8,200 patterns of signals and guards.
for pack in "0 0" "100 500" "1000 5000" "1720 82000"; do
    # shellcheck disable=SC2086 # signals and patterns are two words
    generate pack $pack > "$scratch/pack.yaml"
    run "one draft, a pack of ${pack% *} signals beside" "$kc --rules $scratch/pack.yaml $scratch/draft.txt"
    run "10,000 drafts, the same" \
        "$kc --rules $scratch/pack.yaml --input-format jsonl --format jsonl --output-file $scratch/out $scratch/10000.jsonl"
done
if command -v valgrind > /dev/null; then
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$kc" "$scratch/draft.txt" 2>&1 > /dev/null | grep Collected
fi
