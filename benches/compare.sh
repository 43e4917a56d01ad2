#!/bin/sh
# Compares the program with tools that check texts, on the same drafts. Needs cargo; installs hyperfine and
# the others into a scratch folder with cargo, npm and pip, as far as these are there.
# Usage: benches/compare.sh [scratch folder]
set -eu
cd "$(dirname "$0")/.."
scratch=${1:-target/compare}
mkdir -p "$scratch/rules"
scratch=$(cd "$scratch" && pwd)

cargo build --release --quiet
generate() { cargo bench --quiet --bench generate -- "$@"; }
generate files 1000 "$scratch/drafts"
cp "$scratch/drafts/000000.txt" "$scratch/draft.txt"
kc="$PWD/target/release/kontakt-check"

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
(cd "$scratch/empty" && cargo build --release --quiet)

# What a rule list for prh can say of it: the words of our stock phrases, without grammar.
cat > "$scratch/prh.yml" <<'YAML'
version: 1
rules:
  - expected: ein Grund
    patterns: [/interessantes Profil/, /in (Ihr|dein) Netzwerk auf/, /Synergien/, /Win-win/, /gegenseitiger Austausch/]
  - expected: a reason
    patterns: [/impressive profile/, /professional network/, /mutually beneficial/, /explore opportunities/]
YAML
echo '{"rules": {"prh": {"rulePaths": ["'"$scratch"'/prh.yml"]}}}' > "$scratch/textlintrc.json"
if command -v npm > /dev/null; then
    npm install --silent --prefix "$scratch/npm" textlint textlint-rule-prh write-good > /dev/null || true
fi
if command -v python3 > /dev/null; then
    python3 -m venv "$scratch/pip" && "$scratch/pip/bin/pip" install --quiet proselint || true
fi
PATH="$scratch/cargo/bin:$PATH"
export PATH
# The last release that this Rust version builds.
command -v hyperfine > /dev/null || cargo install --quiet --locked --root "$scratch/cargo" hyperfine@1.20.0
command -v typos > /dev/null || cargo install --quiet --root "$scratch/cargo" typos-cli || true
command -v rg > /dev/null || cargo install --quiet --root "$scratch/cargo" ripgrep || true

# Measures the commands that are there, one a line as `name: command`, against the first.
table() {
    set --
    while IFS= read -r line; do
        name=${line%%: *} command=${line#*: }
        command -v "${command%% *}" > /dev/null || continue
        set -- "$@" --command-name "$name" "$command"
    done
    hyperfine -N --ignore-failure --warmup 3 --sort command --export-markdown "$scratch/table.md" "$@" > /dev/null 2>&1
    cat "$scratch/table.md"
}

node="$scratch/npm/node_modules/.bin"
echo "One draft"
table <<LIST
empty program: $scratch/empty/target/release/empty
kontakt-check: $kc --color never $scratch/draft.txt
ripgrep, one literal: rg Netzwerk $scratch/draft.txt
typos: typos $scratch/draft.txt
proselint: $scratch/pip/bin/proselint check $scratch/draft.txt
write-good: $node/write-good $scratch/draft.txt
textlint + prh: $node/textlint --config $scratch/textlintrc.json --rulesdir $scratch/npm/node_modules $scratch/draft.txt
LIST
echo "1,000 drafts in a folder"
table <<LIST
kontakt-check: $kc --format concise $scratch/drafts
typos: typos $scratch/drafts
ripgrep, one literal: rg Netzwerk $scratch/drafts
textlint + prh: $node/textlint --config $scratch/textlintrc.json --rulesdir $scratch/npm/node_modules $scratch/drafts
LIST
