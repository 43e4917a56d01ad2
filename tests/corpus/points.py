#!/usr/bin/env python3
"""Fits the points of a score in rules/scores.yaml to labelled drafts. Needs numpy and scipy.

    tests/corpus/points.py SCORE KONTAKT_CHECK RULES CORPUS...

SCORE is one of those in SCORES. Every signal is a circumstance that a draft shows or not, and so is, for some scores,
every cue: a word, or two in a row, that is frequent enough. Logistic regression finds how much each one speaks for it or against it, all others being equal; a tenth of a
logit is a point. Signals that say it themselves are drawn towards 25 points, all others towards none, so that what was
seen too rarely to tell keeps its place. Drafts that no rule author had read count more than those the rules were
written on (WEIGHTS): on the latter every phrase looks better than it is.

It prints the block for scores.yaml, and below it, as comments, what thresholds would do to the weightiest drafts, one
file after the other left out: each was written by one person, whose style must not help.
"""
import collections
import json
import os
import re
import subprocess
import sys
import textwrap
import unicodedata

import numpy
from scipy import optimize, sparse, special

TIES = ("known", "exchanged", "ongoing")
# How much a draft counts, by its file's name. What was written after the signals and read by no author of theirs
# tells most; in files of one kind alone the signals also learn that kind's style.
WEIGHTS = ((r"mixed|round[23]\d|strangers", 3.0), ("pairs", 0.7), ("plain", 0.4), ("", 1.5))
# How somebody is greeted and addressed says who writes, but it is no tie.
MANNERS = ("greeting", "sign-off", "formal-address", "addressed-by-title", "placeholder", "nameless-slot")
PRIOR, LOOSE, TIGHT = 2.5, 2.0, 4.0
FEWEST = 4
# No circumstance may tell anything alone, so none has as many points as labels.yaml asks for without a phrase.
MOST = 10
# A cue stands in so many drafts, of so many files, and is held so much tighter, for there are many of them.
CUE_DRAFTS, CUE_FILES, CUE_TIGHT = 20, 6, 16.0
# Stands for blanks at which no line is broken.
HELD = "\0"
# Words, sentence ends, and what no cue is made of.
TOKEN = re.compile(r"(?<=[a-z0-9])'[a-z]+|[a-z]\w*|\d[\w.,:]*|[.!?\n]|\S+@\S+")


class Score:
    """What a score tells: of which drafts, what about them, what signals say it, and whether cues count, too."""

    def __init__(self, applies, holds, says, cues=False):
        self.applies, self.holds, self.says, self.cues = applies, holds, says, cues


def tied(draft):
    return draft["relationship"] in TIES


def label(name):
    return Score(lambda draft, read: name in draft, lambda draft: draft[name], (name,), cues=True)


def kind(name, applies, cues=False):
    return Score(applies, lambda draft: draft["relationship"] == name, (name,), cues)


SCORES = {
    "tie": Score(lambda draft, read: True, tied, TIES, cues=True),
    # What kind of a tie it is, and whether those who have none have something in common.
    "exchanged": kind("exchanged", lambda draft, read: tied(draft)),
    "ongoing": kind("ongoing", lambda draft, read: tied(draft)),
    "weak": kind("weak", lambda draft, read: not tied(draft), cues=True),
    # A tie that is read is a reason, so only the others are asked for theirs.
    "purpose": Score(lambda draft, read: "purpose" in draft and read["labels"]["relationship"] not in TIES,
                     lambda draft: draft["purpose"], ("purpose",), cues=True),
    **{name: label(name) for name in ("expectation", "offer", "generic", "vague")},
}


def records(program, rules, drafts):
    """Returns what the program says about each draft."""
    lines = "".join(json.dumps({"text": draft["text"]}, ensure_ascii=False) + "\n" for draft in drafts)
    command = [program, "--rules", rules, "--input-format", "jsonl", "--format", "jsonl", "-"]
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=False).stdout
    found = [json.loads(line) for line in answer.splitlines()]
    if len(found) != len(drafts):
        sys.exit(f"{len(drafts)} drafts, but {len(found)} answers; is {rules} a pack without faults?")
    return found


def folded(text):
    """Folds a text as the program does."""
    text = text.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "‘": "'"}))
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def cues(text, language):
    """Returns the words of a text and the pairs of words that follow each other in a sentence."""
    found, before = set(), None
    for token in TOKEN.findall(folded(text)):
        if not token.replace("'", "").isalpha():
            before = None
            continue
        found.add((language, token))
        if before:
            found.add((language, f"{before} {token}"))
        before = token
    return found


def spellings(drafts):
    """Returns how each folded word is mostly written, without its capital."""
    written = collections.defaultdict(collections.Counter)
    for draft in drafts:
        for word in re.findall(r"[^\W\d_]+", draft["text"].lower()):
            written[folded(word)][word] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in written.items()}


def fit(matrix, wanted, weights, prior, ridge):
    """Returns the weights of the features, and last the intercept."""
    signs = numpy.where(wanted, 1.0, -1.0)

    def loss(beta):
        margin = signs * (matrix @ beta[:-1] + beta[-1])
        slope = -weights * signs * special.expit(-margin)
        away = beta[:-1] - prior
        value = numpy.sum(weights * numpy.logaddexp(0, -margin)) + numpy.sum(ridge * away * away) / 2
        return value, numpy.append(matrix.T @ slope + ridge * away, numpy.sum(slope))

    start = numpy.append(prior, 0.0)
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x


def table(rows, features):
    """Returns which features each row has, as a matrix of ones."""
    number = {feature: at for at, feature in enumerate(features)}
    places = [(at, number[feature]) for at, row in enumerate(rows) for feature in row if feature in number]
    at, feature = zip(*places)
    return sparse.csr_matrix((numpy.ones(len(at)), (at, feature)), shape=(len(rows), len(features)))


def spelt(cue, written):
    """Writes a cue as one would, in quotes where YAML asks for them."""
    words = "".join(part if part.startswith("'") else " " + written.get(part, part) for part in cue.split()).strip()
    return f'"{words}"' if "'" in words or words in ("y", "n", "no", "on", "off", "yes", "null", "true", "false") else words


def block(name, points, indent):
    """Writes names and their points as a mapping of YAML over several lines."""
    pairs = [f"{key}: {value:.0f}".replace(" ", HELD) for key, value in points]
    lines = textwrap.wrap(", ".join(pairs), 118 - indent, break_long_words=False, break_on_hyphens=False)
    inside = textwrap.indent("\n".join(lines), " " * (indent + 2)).replace(HELD, " ")
    return f"{' ' * indent}{name}: {{\n{inside}\n{' ' * indent}}}"


def main():
    if len(sys.argv) < 5 or sys.argv[1] not in SCORES:
        sys.exit(__doc__)
    name, program, rules, *files = sys.argv[1:]
    score = SCORES[name]
    drafts, origin = [], []
    for file in files:
        with open(file, encoding="utf-8") as lines:
            part = [json.loads(line) for line in lines if line.strip()]
        drafts += part
        origin += [os.path.basename(file)] * len(part)
    found = records(program, rules, drafts)
    kept = [at for at, draft in enumerate(drafts) if score.applies(draft, found[at])]
    drafts, found = [drafts[at] for at in kept], [found[at] for at in kept]
    origin = numpy.array([origin[at] for at in kept])
    weight = numpy.array([next(weight for name, weight in WEIGHTS if re.match(name, file)) for file in origin])
    rows = [{one["signal"] for one in record["evidence"]} for record in found]
    wanted = numpy.array([bool(score.holds(draft)) for draft in drafts])
    told = {one["signal"] for record in found for one in record["evidence"] if one.get("says") in score.says}
    count = collections.Counter(signal for row in rows for signal in row)
    features = sorted(one for one in count if (count[one] >= FEWEST or one in told) and one not in MANNERS)
    signals = len(features)
    if score.cues:
        words = [cues(draft["text"], record["language"]) for draft, record in zip(drafts, found)]
        seen, where = collections.Counter(), collections.defaultdict(set)
        for file, row in zip(origin, words):
            seen.update(row)
            for cue in row:
                where[cue].add(file)
        features += sorted(cue for cue in seen if seen[cue] >= CUE_DRAFTS and len(where[cue]) >= CUE_FILES)
        rows = [row | more for row, more in zip(rows, words)]
    matrix = table(rows, features)
    prior = numpy.array([PRIOR if feature in told else 0.0 for feature in features])
    ridge = numpy.array([CUE_TIGHT if at >= signals else LOOSE if feature in told else TIGHT
                         for at, feature in enumerate(features)])
    may = numpy.array([numpy.inf if feature in told else MOST for feature in features])

    def rounded(of):
        beta = fit(matrix[of], wanted[of], weight[of], prior, ridge)
        return numpy.minimum(may, numpy.round(10 * beta[:-1])), 10 * beta[-1]

    recent = weight == weight.max()
    judged = numpy.full(len(drafts), numpy.nan)
    for file in sorted(set(origin[recent])):
        points, base = rounded(origin != file)
        judged[origin == file] = matrix[origin == file] @ points + base
    points, base = rounded(numpy.ones(len(drafts), bool))
    pairs = list(zip(features, points))
    print(f"{name}:\n  says: {{{', '.join(f'{value}: 25' for value in score.says)}}}")
    kept = [(one, value) for one, value in pairs[:signals] if (value != 25 if one in told else abs(value) >= 2)]
    print(block("signals", kept, 2))
    if score.cues:
        written = spellings(drafts)
        print("  cues:")
        for language in ("de", "en"):
            mine = [(spelt(cue[1], written), value) for cue, value in pairs[signals:] if cue[0] == language and value]
            print(block(language, mine, 4))
    print(f"# without any signal: {base:.0f}; {len(drafts)} drafts, {sum(recent)} of them recent")
    known = ~numpy.isnan(judged)
    true, score_of = wanted[known], judged[known]
    print(f"# log loss on recent drafts left out: {numpy.mean(numpy.logaddexp(0, numpy.where(true, -1, 1) * score_of / 10)):.4f}")
    print("# min: accuracy, precision, recall on recent drafts left out")
    for least in range(-20, 41, 2):
        chosen = score_of >= least
        right = sum(chosen & true)
        print(f"# {least - base:5.0f}: {numpy.mean(chosen == true):.3f} {right / max(1, sum(chosen)):.3f} {right / sum(true):.3f}")


if __name__ == "__main__":
    main()
