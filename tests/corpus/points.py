#!/usr/bin/env python3
"""Fits the points of a score in rules/labels.yaml to labelled drafts.

    tests/corpus/points.py SCORE KONTAKT_CHECK RULES CORPUS...

SCORE is `tie`, or `weak`: what is common to people who do not know each other. Every signal is a circumstance that a
draft shows or not. Logistic regression finds how much each one speaks for it or against it, all others being equal; a
tenth of a logit is a point. Signals that say it themselves are drawn towards 25 points, all others towards none, so
that what was seen too rarely to tell keeps its place. Drafts that no rule author had read count more than those the
rules were written on (WEIGHTS): on the latter every phrase looks better than it is.

It prints the block for labels.yaml, and below it, as comments, what thresholds would do to the weightiest drafts, one
file after the other left out: each was written by one person, whose style must not help.
"""
import json
import math
import os
import subprocess
import sys

TIES = ("known", "exchanged", "ongoing")
# What each score tells, and from what else.
SCORES = {"tie": (TIES, ("weak", "none")), "weak": (("weak",), ("none",))}
# How much a draft counts, by the beginning of its file's name. What was written after the signals and read by no
# author of theirs tells most; in files of one kind alone the signals also learn that kind's style.
WEIGHTS = (("round20", 3.0), ("round21", 3.0), ("round22", 3.0), ("round23", 3.0), ("round24", 3.0), ("round25", 3.0),
           ("mixed", 3.0), ("pairs", 0.7), ("plain", 0.4), ("", 0.7))
# How somebody is greeted and addressed says who writes, but it is no tie.
MANNERS = ("greeting", "sign-off", "formal-address", "addressed-by-title", "placeholder", "nameless-slot")
PRIOR, LOOSE, TIGHT = 2.5, 2.0, 4.0
FEWEST = 4
# No circumstance may tell anything alone, so none has as many points as labels.yaml asks for without a phrase.
MOST = 10


def signals(program, rules, drafts):
    """Returns for each draft the signals that have evidence, with what each says."""
    lines = "".join(json.dumps({"text": draft["text"]}, ensure_ascii=False) + "\n" for draft in drafts)
    command = [program, "--rules", rules, "--input-format", "jsonl", "--format", "jsonl", "-"]
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=False).stdout
    records = [json.loads(line) for line in answer.splitlines()]
    if len(records) != len(drafts):
        sys.exit(f"{len(drafts)} drafts, but {len(records)} answers; is {rules} a pack without faults?")
    return [{one["signal"]: one.get("says") for one in record["evidence"]} for record in records]


def fit(rows, wanted, weights, features, prior, ridge, passes=40):
    """Newton's method, one coordinate after the other; returns the weights and the intercept."""
    columns = [[] for _ in features]
    number = {feature: at for at, feature in enumerate(features)}
    for at, row in enumerate(rows):
        for feature in row:
            if feature in number:
                columns[number[feature]].append(at)
    beta, base, sums = list(prior), 0.0, [0.0] * len(rows)
    for feature, column in enumerate(columns):
        for at in column:
            sums[at] += beta[feature]
    chance = lambda at: 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, sums[at] + base))))
    for _ in range(passes):
        moved = 0.0
        for feature in range(-1, len(features)):
            column = columns[feature] if feature >= 0 else range(len(rows))
            gradient = ridge[feature] * (beta[feature] - prior[feature]) if feature >= 0 else 0.0
            curve = ridge[feature] if feature >= 0 else 1e-9
            for at in column:
                p = chance(at)
                gradient += weights[at] * (p - wanted[at])
                curve += weights[at] * p * (1 - p)
            step = max(-0.5, min(0.5, gradient / curve))
            moved = max(moved, abs(step))
            if feature < 0:
                base -= step
                continue
            beta[feature] -= step
            for at in column:
                sums[at] -= step
        if moved < 0.002:
            break
    return beta, base


def rounded(features, beta, told):
    """Returns the points of every signal; `told` are those that say it themselves."""
    points = {feature: round(10 * value) for feature, value in zip(features, beta)}
    return {feature: value if feature in told else min(MOST, value) for feature, value in points.items()}


def main():
    if len(sys.argv) < 5 or sys.argv[1] not in SCORES:
        sys.exit(__doc__)
    score, program, rules, *files = sys.argv[1:]
    these, others = SCORES[score]
    drafts, origin = [], []
    for file in files:
        with open(file, encoding="utf-8") as lines:
            part = [json.loads(line) for line in lines if line.strip()]
        part = [draft for draft in part if draft["relationship"] in these + others]
        drafts += part
        origin += [os.path.basename(file)] * len(part)
    weight = [next(weight for name, weight in WEIGHTS if file.startswith(name)) for file in origin]
    recent = [one == max(weight) for one in weight]
    rows = signals(program, rules, drafts)
    wanted = [float(draft["relationship"] in these) for draft in drafts]
    told = {signal for row in rows for signal, says in row.items() if says in these}
    count = {}
    for row in rows:
        for signal in row:
            count[signal] = count.get(signal, 0) + 1
    features = sorted(signal for signal in count if (count[signal] >= FEWEST or signal in told) and signal not in MANNERS)
    prior = [PRIOR if feature in told else 0.0 for feature in features]
    ridge = [LOOSE if feature in told else TIGHT for feature in features]
    judged = {}
    for file in sorted({file for file, new in zip(origin, recent) if new}):
        left_out = [at for at, name in enumerate(origin) if name == file]
        kept = [at for at, name in enumerate(origin) if name != file]
        pick = lambda values: [values[at] for at in kept]
        beta, base = fit(pick(rows), pick(wanted), pick(weight), features, prior, ridge)
        points = rounded(features, beta, told)
        for at in left_out:
            judged[at] = sum(points.get(signal, 0) for signal in rows[at]) + 10 * base
    beta, base = fit(rows, wanted, weight, features, prior, ridge)
    points = rounded(features, beta, told)
    print(f"scores:\n  {score}:\n    says: {{{', '.join(f'{value}: 25' for value in these)}}}\n    signals:")
    for feature in features:
        kept = points[feature] != 25 if feature in told else abs(points[feature]) >= 2
        if kept:
            print(f"      {feature}: {points[feature]}")
    print(f"# without any signal: {10 * base:.0f}; {len(drafts)} drafts, {sum(recent)} of them recent")
    print("# min: accuracy, precision, recall on recent drafts left out")
    for least in range(-10, 41, 2):
        ties = [at for at in judged if judged[at] >= least]
        right = sum(wanted[at] for at in ties)
        true = sum(wanted[at] for at in judged)
        accuracy = (right + len(judged) - len(ties) - (true - right)) / len(judged)
        print(f"# {least - 10 * base:5.0f}: {accuracy:.3f} {right / max(1, len(ties)):.3f} {right / true:.3f}")


if __name__ == "__main__":
    main()
