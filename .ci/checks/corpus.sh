#!/usr/bin/env bash
# What was right on the corpora stays right. A floor for each file, below what it reached when it
# was last raised; raise it when the rules get better, never lower it to let a change pass.
set -euo pipefail
cd "$(dirname "$0")/../.."

floor() {
  local corpus=$1
  shift
  local demands=()
  for demand in "$@"; do demands+=(--min "$demand"); done
  printf '%s: ' "$corpus"
  cargo run --locked --quiet -- eval --quiet "tests/corpus/$corpus" "${demands[@]}" > /dev/null
  echo "ok"
}

floor dev-held.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.94
floor dev-tuned.jsonl verdict.accuracy=0.98 verdict.precision=0.97 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor notes1.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor notes2.jsonl verdict.accuracy=0.94 verdict.precision=0.98 purpose.f1=0.95 expectation_or_offer.f1=0.98 generic.f1=0.95 vague.f1=0.98
floor practice-de.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.98
floor practice-en.jsonl verdict.accuracy=0.95 verdict.precision=0.98 purpose.f1=0.97 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor round1.jsonl verdict.accuracy=0.95 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor round2.jsonl verdict.accuracy=0.96 verdict.precision=0.94 purpose.f1=0.96 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor round3.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.93
floor round4.jsonl verdict.accuracy=0.94 verdict.precision=0.94 purpose.f1=0.96 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.98
floor round5.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.95 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor round6.jsonl verdict.accuracy=0.96 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.98
floor round7.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor round8.jsonl verdict.accuracy=0.94 verdict.precision=0.94 purpose.f1=0.98 expectation_or_offer.f1=0.96 generic.f1=0.95 vague.f1=0.98
floor round9.jsonl verdict.accuracy=0.90 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.98
floor scenes.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.97 expectation_or_offer.f1=0.92 generic.f1=0.75 vague.f1=0.98
floor strangers.jsonl verdict.accuracy=0.98 verdict.precision=0.93 purpose.f1=0.98 expectation_or_offer.f1=0.96 generic.f1=0.98 vague.f1=0.98
floor practice2.jsonl verdict.accuracy=0.95 verdict.precision=0.97 purpose.f1=0.96 expectation_or_offer.f1=0.96 generic.f1=0.97 vague.f1=0.97
floor round10.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.96 expectation_or_offer.f1=0.94 generic.f1=0.98 vague.f1=0.98
floor round11.jsonl verdict.accuracy=0.95 verdict.precision=0.98 purpose.f1=0.96 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.98
floor round12.jsonl verdict.accuracy=0.95 verdict.precision=0.96 purpose.f1=0.94 expectation_or_offer.f1=0.87 generic.f1=0.91 vague.f1=0.98
floor round13.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.93 expectation_or_offer.f1=0.93 generic.f1=0.93 vague.f1=0.98
floor round14.jsonl verdict.accuracy=0.94 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.94 vague.f1=0.98
floor round15.jsonl verdict.accuracy=0.95 verdict.precision=0.96 purpose.f1=0.93 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.98
floor round16.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.97 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.87
floor round17.jsonl verdict.accuracy=0.96 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.98
floor round18.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.96 expectation_or_offer.f1=0.92 generic.f1=0.93 vague.f1=0.98
floor round19.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.96 generic.f1=0.98 vague.f1=0.98
floor practice3.jsonl verdict.accuracy=0.93 verdict.precision=0.96 purpose.f1=0.96 expectation_or_offer.f1=0.97 generic.f1=0.97 vague.f1=0.94
floor round20.jsonl verdict.accuracy=0.95 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.79
floor round21.jsonl verdict.accuracy=0.93 verdict.precision=0.98 purpose.f1=0.96 expectation_or_offer.f1=0.93 generic.f1=0.98 vague.f1=0.98
floor round22.jsonl verdict.accuracy=0.94 verdict.precision=0.98 purpose.f1=0.96 expectation_or_offer.f1=0.92 generic.f1=0.93 vague.f1=0.98
floor round23.jsonl verdict.accuracy=0.95 verdict.precision=0.95 purpose.f1=0.91 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.98
floor round24.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.95 expectation_or_offer.f1=0.96 generic.f1=0.98 vague.f1=0.98
floor round25.jsonl verdict.accuracy=0.94 verdict.precision=0.95 purpose.f1=0.96 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.98
floor mixed1.jsonl verdict.accuracy=0.94 verdict.precision=0.96 purpose.f1=0.96 expectation_or_offer.f1=0.93 generic.f1=0.98 vague.f1=0.98
floor mixed2.jsonl verdict.accuracy=0.85 verdict.precision=0.83 purpose.f1=0.93 expectation_or_offer.f1=0.93 generic.f1=0.98 vague.f1=0.98
floor mixed3.jsonl verdict.accuracy=0.84 verdict.precision=0.82 purpose.f1=0.91 expectation_or_offer.f1=0.92 generic.f1=0.98 vague.f1=0.98
floor mixed4.jsonl verdict.accuracy=0.88 verdict.precision=0.94 purpose.f1=0.94 expectation_or_offer.f1=0.91 generic.f1=0.96 vague.f1=0.89
floor mixed5.jsonl verdict.accuracy=0.89 verdict.precision=0.89 purpose.f1=0.97 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.74
floor mixed6.jsonl verdict.accuracy=0.88 verdict.precision=0.92 purpose.f1=0.95 expectation_or_offer.f1=0.95 generic.f1=0.93 vague.f1=0.98
floor mixed7.jsonl verdict.accuracy=0.89 verdict.precision=0.94 purpose.f1=0.97 expectation_or_offer.f1=0.96 generic.f1=0.93 vague.f1=0.65
floor mixed8.jsonl verdict.accuracy=0.92 verdict.precision=0.90 purpose.f1=0.96 expectation_or_offer.f1=0.96 generic.f1=0.98 vague.f1=0.79
floor mixed9.jsonl verdict.accuracy=0.94 verdict.precision=0.94 purpose.f1=0.95 expectation_or_offer.f1=0.95 generic.f1=0.92 vague.f1=0.56
floor generic.jsonl verdict.accuracy=0.94 verdict.precision=0.89 purpose.f1=0.84 expectation_or_offer.f1=0.81 generic.f1=0.88 vague.f1=0.87
floor mixed10.jsonl verdict.accuracy=0.92 verdict.precision=0.97 purpose.f1=0.98 expectation_or_offer.f1=0.92 generic.f1=0.98 vague.f1=0.98
floor mixed11.jsonl verdict.accuracy=0.87 verdict.precision=0.86 purpose.f1=0.96 expectation_or_offer.f1=0.91 generic.f1=0.90 vague.f1=0.98
floor mixed12.jsonl verdict.accuracy=0.93 verdict.precision=0.96 purpose.f1=0.97 expectation_or_offer.f1=0.96 generic.f1=0.97 vague.f1=0.91
floor mixed13.jsonl verdict.accuracy=0.88 verdict.precision=0.91 purpose.f1=0.94 expectation_or_offer.f1=0.93 generic.f1=0.98 vague.f1=0.98
floor mixed14.jsonl verdict.accuracy=0.95 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.95 generic.f1=0.97 vague.f1=0.98
floor round26.jsonl verdict.accuracy=0.96 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.94 generic.f1=0.95 vague.f1=0.98
floor round27.jsonl verdict.accuracy=0.87 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.95 generic.f1=0.89 vague.f1=0.79
floor round28.jsonl verdict.accuracy=0.92 verdict.precision=0.92 purpose.f1=0.96 expectation_or_offer.f1=0.91 generic.f1=0.98 vague.f1=0.85
floor round29.jsonl verdict.accuracy=0.92 verdict.precision=0.98 purpose.f1=0.94 expectation_or_offer.f1=0.96 generic.f1=0.92 vague.f1=0.98
floor round30.jsonl verdict.accuracy=0.87 verdict.precision=0.83 purpose.f1=0.97 expectation_or_offer.f1=0.93 generic.f1=0.98 vague.f1=0.98
floor round31.jsonl verdict.accuracy=0.94 verdict.precision=0.92 purpose.f1=0.95 expectation_or_offer.f1=0.98 generic.f1=0.95 vague.f1=0.82
floor round32.jsonl verdict.accuracy=0.94 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.98
floor round33.jsonl verdict.accuracy=0.92 verdict.precision=0.92 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.95 vague.f1=0.98
floor mixed15.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.93 generic.f1=0.94 vague.f1=0.88
floor mixed16.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.82
floor mixed17.jsonl verdict.accuracy=0.95 verdict.precision=0.94 purpose.f1=0.97 expectation_or_offer.f1=0.98 generic.f1=0.96 vague.f1=0.96
floor mixed18.jsonl verdict.accuracy=0.95 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.93 vague.f1=0.93
floor mixed19.jsonl verdict.accuracy=0.95 verdict.precision=0.96 purpose.f1=0.97 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.87
floor mixed20.jsonl verdict.accuracy=0.91 verdict.precision=0.98 purpose.f1=0.96 expectation_or_offer.f1=0.98 generic.f1=0.96 vague.f1=0.86
floor mixed21.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.96 vague.f1=0.97
floor mixed22.jsonl verdict.accuracy=0.95 verdict.precision=0.94 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.97
floor mixed23.jsonl verdict.accuracy=0.91 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.96 generic.f1=0.96 vague.f1=0.90
floor mixed24.jsonl verdict.accuracy=0.94 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.93
floor mixed25.jsonl verdict.accuracy=0.95 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.93 vague.f1=0.93
floor mixed26.jsonl verdict.accuracy=0.93 verdict.precision=0.94 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.97 vague.f1=0.95
floor mixed27.jsonl verdict.accuracy=0.91 verdict.precision=0.91 purpose.f1=0.96 expectation_or_offer.f1=0.96 generic.f1=0.98 vague.f1=0.95
floor mixed28.jsonl verdict.accuracy=0.96 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.97 generic.f1=0.93 vague.f1=0.87
floor mixed29.jsonl verdict.accuracy=0.94 verdict.precision=0.96 purpose.f1=0.98 expectation_or_offer.f1=0.96 generic.f1=0.98 vague.f1=0.92
floor mixed30.jsonl verdict.accuracy=0.95 verdict.precision=0.96 purpose.f1=0.97 expectation_or_offer.f1=0.93 generic.f1=0.93 vague.f1=0.89
floor mixed31.jsonl verdict.accuracy=0.95 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.97 vague.f1=0.95
floor mixed32.jsonl verdict.accuracy=0.91 verdict.precision=0.93 purpose.f1=0.97 expectation_or_offer.f1=0.98 generic.f1=0.92 vague.f1=0.92
floor mixed33.jsonl verdict.accuracy=0.96 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.95 generic.f1=0.96 vague.f1=0.89
floor mixed34.jsonl verdict.accuracy=0.94 verdict.precision=0.92 purpose.f1=0.98 expectation_or_offer.f1=0.94 generic.f1=0.96 vague.f1=0.93
floor mixed35.jsonl verdict.accuracy=0.92 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.98 generic.f1=0.96 vague.f1=0.91
floor mixed36.jsonl verdict.accuracy=0.93 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.94 generic.f1=0.93 vague.f1=0.95
floor mixed37.jsonl verdict.accuracy=0.94 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.96 generic.f1=0.98 vague.f1=0.97
floor mixed38.jsonl verdict.accuracy=0.91 verdict.precision=0.92 purpose.f1=0.96 expectation_or_offer.f1=0.86 generic.f1=0.89 vague.f1=0.69
floor mixed39.jsonl verdict.accuracy=0.92 verdict.precision=0.98 purpose.f1=0.97 expectation_or_offer.f1=0.96 generic.f1=0.96 vague.f1=0.91
floor mixed40.jsonl verdict.accuracy=0.91 verdict.precision=0.96 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.85
floor mixed41.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.95
floor mixed42.jsonl verdict.accuracy=0.94 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.96 generic.f1=0.94 vague.f1=0.86
floor mixed43.jsonl verdict.accuracy=0.90 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.95 generic.f1=0.93 vague.f1=0.91
floor mixed44.jsonl verdict.accuracy=0.94 verdict.precision=0.98 purpose.f1=0.97 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.91
floor mixed45.jsonl verdict.accuracy=0.92 verdict.precision=0.93 purpose.f1=0.97 expectation_or_offer.f1=0.98 generic.f1=0.96 vague.f1=0.93
floor mixed46.jsonl verdict.accuracy=0.91 verdict.precision=0.95 purpose.f1=0.95 expectation_or_offer.f1=0.94 generic.f1=0.95 vague.f1=0.83
floor mixed47.jsonl verdict.accuracy=0.92 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.96 generic.f1=0.96 vague.f1=0.82
floor mixed48.jsonl verdict.accuracy=0.91 verdict.precision=0.93 purpose.f1=0.98 expectation_or_offer.f1=0.95 generic.f1=0.94 vague.f1=0.93
floor mixed49.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.93
floor mixed50.jsonl verdict.accuracy=0.97 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.98 vague.f1=0.93
floor mixed51.jsonl verdict.accuracy=0.91 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.98 generic.f1=0.90 vague.f1=0.85
floor mixed52.jsonl verdict.accuracy=0.93 verdict.precision=0.96 purpose.f1=0.98 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.78
floor mixed53.jsonl verdict.accuracy=0.93 verdict.precision=0.98 purpose.f1=0.93 expectation_or_offer.f1=0.91 generic.f1=0.92 vague.f1=0.92
floor mixed54.jsonl verdict.accuracy=0.92 verdict.precision=0.95 purpose.f1=0.96 expectation_or_offer.f1=0.98 generic.f1=0.97 vague.f1=0.94
floor mixed55.jsonl verdict.accuracy=0.96 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.96 generic.f1=0.96 vague.f1=0.95
floor mixed56.jsonl verdict.accuracy=0.92 verdict.precision=0.95 purpose.f1=0.95 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.98
floor mixed57.jsonl verdict.accuracy=0.91 verdict.precision=0.98 purpose.f1=0.93 expectation_or_offer.f1=0.96 generic.f1=0.96 vague.f1=0.88
floor mixed58.jsonl verdict.accuracy=0.92 verdict.precision=0.95 purpose.f1=0.97 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.95
floor mixed59.jsonl verdict.accuracy=0.95 verdict.precision=0.96 purpose.f1=0.97 expectation_or_offer.f1=0.97 generic.f1=0.93 vague.f1=0.83
floor mixed60.jsonl verdict.accuracy=0.95 verdict.precision=0.97 purpose.f1=0.97 expectation_or_offer.f1=0.97 generic.f1=0.98 vague.f1=0.88
floor round34.jsonl verdict.accuracy=0.93 verdict.precision=0.95 purpose.f1=0.96 expectation_or_offer.f1=0.96 generic.f1=0.88 vague.f1=0.94
floor round35.jsonl verdict.accuracy=0.94 verdict.precision=0.96 purpose.f1=0.96 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.95
floor round36.jsonl verdict.accuracy=0.98 verdict.precision=0.98 purpose.f1=0.97 expectation_or_offer.f1=0.98 generic.f1=0.92 vague.f1=0.86
floor round37.jsonl verdict.accuracy=0.89 verdict.precision=0.95 purpose.f1=0.98 expectation_or_offer.f1=0.89 generic.f1=0.95 vague.f1=0.94
floor round38.jsonl verdict.accuracy=0.88 verdict.precision=0.85 purpose.f1=0.95 expectation_or_offer.f1=0.95 generic.f1=0.98 vague.f1=0.95
floor round39.jsonl verdict.accuracy=0.96 verdict.precision=0.98 purpose.f1=0.98 expectation_or_offer.f1=0.92 generic.f1=0.98 vague.f1=0.94
