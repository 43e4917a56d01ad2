#!/usr/bin/env bash
# What reads these formats elsewhere reads what the program writes about a folder of templates in every form, broken
# ones among them: Microsoft's SARIF validator, reviewdog's format, GitHub's own toolkit and Markdown, a JUnit reader, the HTML checker, and a browser in which the
# page's filter is used. Everything is installed outside the checkout; with it there, this takes a minute.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
tools=${XDG_CACHE_HOME:-$HOME/.cache}/kontakt-check-formats
mkdir -p "$tools"

have() { command -v "$1" > /dev/null; }
missing=()
have chromium || missing+=(chromium)
have java || missing+=(default-jre-headless)
have npm || missing+=(npm)
[ "${#missing[@]}" = 0 ] || { apt-get update -qq && apt-get install -y -qq "${missing[@]}" > /dev/null; }
(cd "$tools" && cp "$root/.ci/checks/formats/package.json" . && npm install --silent --no-fund --no-audit)
[ -d "$tools/venv" ] || python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet --disable-pip-version-check 'cmarkgfm>=2025' 'junitparser>=5,<6'

. .ci/program.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 .ci/checks/formats/drafts.py "$work/drafts"
python3 .ci/checks/formats/templates.py "$work"
cd "$work"

formats=(json sarif github gitlab junit checkstyle rdjsonl markdown html)
arguments=()
for format in "${formats[@]}"; do arguments+=(--format "$format" --output-file "out.$format"); done
status=0
"$program" --lang en "${arguments[@]}" drafts 2> errors || status=$?
[ "$status" = 2 ] || { echo "expected exit code 2 for the broken drafts, got $status"; exit 1; }
for format in "${formats[@]}" human concise jsonl; do
  status=0
  "$program" --lang en --format "$format" drafts > "again.$format" 2> /dev/null || status=$?
  [ "$status" = 2 ] || { echo "$format: exit code $status, not 2"; exit 1; }
done
"$program" --lang en --format json plain > plain.json || true

say() { printf '%s: ' "$1"; }
say sarif
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
"$tools/node_modules/.bin/sarif-multitool" validate out.sarif > sarif.log
# Only one thing is missing, and nobody can supply it: a public address of this project.
if grep -E 'warning|error' sarif.log | grep -vE 'SARIF2005.*informationUri|completed'; then exit 1; fi
echo ok
say rdjsonl
"$tools/venv/bin/python" -c 'import json, sys; json.dump([json.loads(line) for line in open("out.rdjsonl")], open("rd.json", "w"))'
"$tools/node_modules/.bin/rdformat-validator" --strict --silent rd.json > /dev/null
echo ok
say github
NODE_PATH=$tools/node_modules node "$root/.ci/checks/formats/github.mjs" "$tools" out.github out.json
say 'junit, markdown, gitlab, checkstyle'
"$tools/venv/bin/python" "$root/.ci/checks/formats/read.py"
say html
java -jar "$tools/node_modules/vnu-jar/build/dist/vnu.jar" --errors-only out.html
echo ok
say page
NODE_PATH=$tools/node_modules node "$root/.ci/checks/formats/page.cjs" "$work/out.html" "$work/out.json"
