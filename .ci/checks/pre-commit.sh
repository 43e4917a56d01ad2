#!/usr/bin/env bash
# pre-commit accepts the hook's description, and the hook keeps a bad draft out of a commit. The program is
# the one that is built already: pre-commit would build its own, which takes minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
tools=${XDG_CACHE_HOME:-$HOME/.cache}/kontakt-check-pre-commit
[ -x "$tools/bin/pre-commit" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check 'pre-commit>=4,<5'; }
precommit=$tools/bin/pre-commit

"$precommit" validate-manifest .pre-commit-hooks.yaml
"$precommit" validate-config examples/ci/pre-commit-config.yaml
. .ci/program.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME=$work/home GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
mkdir "$work/repository"
cd "$work/repository"
git init --quiet
git config user.name tester
git config user.email tester@example.org

# The same hook, with what the manifest says, on the program that is there.
python3 - "$root/.pre-commit-hooks.yaml" "$program" > .pre-commit-config.yaml <<'PY'
import re, sys
hook = open(sys.argv[1], encoding="utf-8").read()
assert hook.startswith("- id: kontakt-check\n"), "the manifest begins with the hook"
hook = re.sub(r"(?m)^  entry: kontakt-check$", "  entry: " + sys.argv[2], hook)
hook = re.sub(r"(?m)^  language: rust$", "  language: system", hook)
print("repos:\n  - repo: local\n    hooks:\n" + "".join("      " + line + "\n" for line in hook.splitlines()))
PY
"$precommit" install > /dev/null
mkdir templates
cat > .kontakt-check.yaml <<'YAML'
paths:
  "templates/**": {template: true, intent: message}
YAML
cat > templates/good.txt <<'TEXT'
Guten Tag {{anrede}} {{nachname}},

in Ihrem Beitrag über {{thema}} beschreiben Sie, wie Sie die Umstellung in {{ort}} gelöst haben.
Wir stehen vor derselben Aufgabe. Welche Software haben Sie dafür verwendet?

Viele Grüße
{{absender}}
TEXT
git add -A
git commit --quiet -m "A good template"

printf 'Hallo {{vorname}, ich würde Sie gerne zu meinem Netzwerk hinzufügen.\n' > templates/bad.txt
git add -A
if git commit -m "A bad template" > out 2>&1; then
  cat out
  echo "the bad template was committed" >&2
  exit 1
fi
grep -q '^templates/bad.txt:1:7: error\[unbalanced-slot\]' out || { cat out; exit 1; }
grep -q 'good.txt' out && { cat out; exit 1; }
[ "$(git log --oneline | wc -l)" = 1 ]
echo "the hook lets the good template in and keeps the bad one out"
