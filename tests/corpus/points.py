#!/usr/bin/env python3
"""Fits the points of a score in rules/scores.yaml to labelled drafts. Needs numpy and scipy.

    tests/corpus/points.py SCORE KONTAKT_CHECK RULES CORPUS...

SCORE is one of those in SCORES. Every signal is a circumstance that a draft shows or not, and so is every cue: a word,
or two in a row, that is frequent enough; of the score of ties, so are two signals together. Cues also have points
within a sentence, and the sentence with most of them counts: mostly one sentence tells it, whatever else is in the
draft. Logistic regression finds how much each one speaks for it or against it, all others being equal; a tenth of a
logit is a point. Signals that say it themselves are drawn towards 25 points, all others towards none, so that what was
seen too rarely to tell keeps its place. Where a phrase says what the score is about, the other signals mean something
else than where none does (a question speaks for a stranger, but hardly beside "we met in Bath"), so for some scores
each has points for that, too. Drafts that no rule author had read count more than those the rules were written on
(WEIGHTS): on the latter every phrase looks better than it is. Ordinary drafts count more than others (ORDINARY).

People also put together what no writer of a corpus did: a plain tie and a stock phrase, a stranger's pitch and an old
colleague. So drafts are made of two (JOINED): of a draft, and of stock phrases of others or of sentences that say nothing of what
the score is about. They keep the label of the first, and count less.

It prints the block for scores.yaml, and below it, as comments, what thresholds would do to the unread drafts, some
files after the others left out: each was written by one person, whose style must not help.
"""
import collections
import itertools
import json
import os
import random
import re
import subprocess
import sys
import textwrap
import unicodedata

import numpy
from scipy import optimize, sparse, special

TIES = ("known", "exchanged", "ongoing")
# What was written after the phrases, and read by no author of theirs (but for the misses of plain*.jsonl, and of
# mixed153 to 177, and of some of business*.jsonl, from which the last signals are).
UNREAD = r"mixed(69|[789]\d|\d{3})|plain\d|business|round4\d"
# How much a draft counts, by its file's name. What is unread tells most; from 153 on the traps are slyer than what people
# write. In files of one kind alone the signals also learn that kind's style.
WEIGHTS = ((r"mixed1(5[3-9]|[6-9]\d)", 2.0), (UNREAD, 3.0), (r"dev|notes", 3.0), (r"mixed|round[23]\d|strangers", 2.0),
           ("pairs", 0.7), ("plain", 0.4), ("", 1.5))
# People mostly write ordinary drafts; of the corpora they are a fifth.
ORDINARY = 4.0
# How somebody is greeted and addressed says who writes, but it is no tie.
MANNERS = ("greeting", "sign-off", "formal-address", "addressed-by-title", "placeholder", "nameless-slot")
PRIOR, LOOSE, TIGHT = 2.5, 2.0, 4.0
FEWEST = 4
# So many times some of the files are left out.
PARTS = 8
# No circumstance may tell anything alone, so none has as many points as labels.yaml asks for without a phrase.
MOST = 10
# A cue stands in so many drafts, of so many files, and is held so much tighter, for there are many of them.
CUE_DRAFTS, CUE_FILES, CUE_TIGHT, CUE_TIGHT_IN_SENTENCE = 20, 6, 12.0, 12.0
# Two thirds of all cues are worth a single point. These scores tell as much without those.
COARSE = ("exchanged", "ongoing", "weak", "offer")
# The sentence with most points is not chosen outright while the points are sought, so that they have a slope: a
# sentence counts by the exponential of its logits, divided by this.
SOFT = 0.3
# For these scores two signals may tell together what neither does alone: each stands in so many drafts, both in so many.
# Thousands of pairs with a point each would tell as much as a hundred strong ones, but nobody could read them. So all are
# held tight at first, and those that come to so many logits nevertheless are fitted again with less of a pull.
PAIRED, PAIR_EACH, PAIR_DRAFTS, PAIR_TIGHT, PAIR_LEAST, PAIR_LOOSE = ("tie",), 150, 60, 30.0, 0.2, 8.0
# For these scores signals have other points where a phrase says it; and how much more a draft has then.
SAID, SAID_TIGHT, SAID_BASE = ("tie",), 4.0, 0.5
ITSELF = ("said", None)
# Holds points at none.
NEVER = 1e6
# For these scores drafts are made of two; so many get a stock phrase, and so many others' sentences; how much each counts, and from where chance begins.
JOINED_FOR, JOINED, JOINED_WEIGHT, JOINED_SEED = ("tie",), 8000, 0.4, 7
# A sentence that is put into another draft has so many words; a draft that gets it, so many characters at the most.
JOINED_WORDS, JOINED_CHARACTERS = (3, 22), 700
# What denies a tie would contradict the draft it is put into.
DENIES = {"declares-strangers", "not-a-tie-in-truth", "takes-it-back", "not-so-in-truth", "doubts-tie", "kept-apart",
          "one-way-or-wordless", "nothing-came", "single-exchange", "no-answer-yet", "unanswered-follow-up"}
# What stands before a sign-off stands before this.
SIGN_OFF = re.compile(r"\n\s*(?:Mit|Viele|Beste|Herzliche|Freundliche|Liebe Gr|Gru|VG|LG|Best|Kind|Regards|Cheers|Thanks|Sincerely|"
                      r"Warm|Yours)\b")
POLITE = re.compile(r"\b(?:Sie|Ihr|Ihre[mnrs]?|Ihnen)\b")
FAMILIAR = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|eu(?:er|re\w*))\b", re.IGNORECASE)
# Stands for blanks at which no line is broken.
HELD = "\0"
# Where a sentence may end, and what ends none.
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
ABBREVIATED = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|nr|no|prof|hr|fr|st|bzw|ca|z|b|d|h|u|a|e|g|i|vs|jun|sen|inkl|evtl|ggf|str|tel|dipl|ing|"
    r"geb|max|min)|\d)\.$", re.IGNORECASE)
# What a cue is made of beside words.
START, END, NUMBER, SLOT = "^", "$", "@number", "@slot"
# Slots, words, numbers, sentence ends, and what no cue is made of.
TOKEN = re.compile(SLOT + r"|(?<=[a-z0-9])'[a-z]+|[a-z]\w*|\d[\w.,:]*|[.!?]|\S+@\S+")


class Score:
    """What a score tells: of which drafts, what about them, and what signals say it."""

    def __init__(self, applies, holds, says):
        self.applies, self.holds, self.says = applies, holds, says


def tied(draft):
    return draft["relationship"] in TIES


def label(name):
    return Score(lambda draft, read: name in draft, lambda draft: draft[name], (name,))


def kind(name, applies):
    return Score(applies, lambda draft: draft["relationship"] == name, (name,))


SCORES = {
    "tie": Score(lambda draft, read: True, tied, TIES),
    # What kind of a tie it is, and whether those who have none have something in common.
    "exchanged": kind("exchanged", lambda draft, read: tied(draft)),
    "ongoing": kind("ongoing", lambda draft, read: tied(draft)),
    "weak": kind("weak", lambda draft, read: not tied(draft)),
    # A tie that is read is a reason, so only the others are asked for theirs.
    "purpose": Score(lambda draft, read: "purpose" in draft and read["labels"]["relationship"] not in TIES,
                     lambda draft: draft["purpose"], ("purpose",)),
    **{name: label(name) for name in ("expectation", "offer", "generic", "vague")},
}


def records(program, rules, drafts):
    """Returns what the program says about each draft."""
    if not drafts:
        return []
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


def marked(draft, record):
    """Returns the text of a draft with a mark for each slot."""
    text, at, parts = draft["text"].encode(), 0, []
    slots = sorted((one["span"]["start"], one["span"]["end"]) for one in record["evidence"] if one["signal"] == "placeholder")
    for start, end in slots:
        if start >= at:
            parts += [text[at:start].decode(), f" {SLOT} "]
            at = end
    return "".join([*parts, text[at:].decode()])


def cues(sentence, language):
    """Returns the words of a sentence, and the pairs of what stands side by side in it: words, numbers, slots, its ends."""
    found, before = set(), START
    for token in [*TOKEN.findall(folded(sentence)), END]:
        if token[0].isdigit():
            token = NUMBER
        elif token in ".!?":
            continue
        elif token not in (SLOT, END) and not token.replace("'", "").isalpha():
            before = None
            continue
        if token != END:
            found.add((language, token))
        if before and (before, token) != (START, END):
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


def sentences(text):
    """Cuts a text into sentences, nearly as the program does."""
    found, start = [], 0
    for end in SENTENCE_END.finditer(text):
        if "\n" in end.group() or not ABBREVIATED.search(text[start:end.start()]):
            found.append(text[start:end.start()])
            start = end.end()
    return [one for one in [*found, text[start:]] if one.strip()] or [text]


def address(text, language):
    """Returns how a text addresses the other, or nothing if it does not; of English there is one way."""
    if language == "en":
        return "en"
    return "Sie" if POLITE.search(text) else "du" if FAMILIAR.search(text) else None


def loose_sentences(score, drafts, found):
    """Returns by address the stock phrases of drafts, and strangers' sentences that say nothing of what the score is about."""
    stock, neutral = collections.defaultdict(list), collections.defaultdict(list)
    for draft, record in zip(drafts, found):
        if "generic" not in draft:
            continue
        text, language, at = draft["text"], record["language"], 0
        holds = score.holds(draft)
        for sentence in sentences(text):
            start = text.index(sentence, at)
            at = start + len(sentence)
            first, last = len(text[:start].encode()), len(text[:at].encode())
            here = [one for one in record["evidence"] if first <= one["span"]["start"] < last]
            signals, says = {one["signal"] for one in here}, {one.get("says") for one in here}
            least, most = JOINED_WORDS
            if not least <= len(sentence.split()) <= most or signals & {"greeting", "sign-off", *DENIES} or says & set(TIES):
                continue
            if draft["generic"] and "generic" in says and not says & {"purpose", "weak"}:
                stock[address(sentence, language)].append(sentence.strip())
            elif not holds and not says & {"generic", *score.says} and draft["relationship"] == "none":
                neutral[address(sentence, language)].append(sentence.strip())
    return stock, neutral


def put_into(text, sentence, chance):
    """Puts a sentence into a text: before its sign-off or at its end, now and then behind its first sentence."""
    parts = sentences(text)
    if len(parts) > 1 and chance.random() < 0.25:
        at = text.index(parts[0]) + len(parts[0])
        return f"{text[:at]} {sentence}{text[at:]}"
    sign_off = SIGN_OFF.search(text)
    if sign_off:
        return f"{text[:sign_off.start()]}\n{sentence}{text[sign_off.start():]}"
    text = text.rstrip()
    return text + (" " if text[-1:] in ".!?" else ". ") + sentence


def joined(drafts, found, stock, neutral):
    """Returns drafts with such sentences put into them, each with the place of the one whose label it keeps."""
    chance = random.Random(JOINED_SEED)
    short = [at for at, draft in enumerate(drafts) if len(draft["text"]) <= JOINED_CHARACTERS]
    unasked = [at for at in short if drafts[at].get("generic") is False]
    made = []
    for bases, pool, counts in ((unasked, stock, [1]), (short, neutral, [1, 1, 2, 3])):
        fitting = {form: pool[form] + pool[None] for form in ("Sie", "du", "en", None)}
        for at in chance.choices(bases, k=JOINED):
            text, language = drafts[at]["text"], found[at]["language"]
            form = address(text, language)
            for _ in range(chance.choice(counts)):
                text = put_into(text, chance.choice(fitting[form]), chance)
            changed = {"generic": True} if pool is stock else {}
            made.append((at, {**drafts[at], **changed, "text": text}))
    return made


class Features:
    """Which features each draft has, which cues each of its sentences, and where its first sentence stands."""

    def __init__(self, drafts, in_sentences, firsts):
        self.drafts, self.in_sentences, self.firsts = drafts, in_sentences, firsts
        counts = numpy.diff(numpy.append(firsts, in_sentences.shape[0]))
        self.of = numpy.repeat(numpy.arange(len(firsts)), counts)

    def only(self, kept):
        """Returns those of some drafts."""
        counts = numpy.bincount(self.of, minlength=len(self.firsts))[kept]
        return Features(self.drafts[kept], self.in_sentences[kept[self.of]], numpy.cumsum(counts) - counts)

    def logits(self, beta):
        """Returns the sum for each draft, that of its best sentence left out, and the sums of all sentences."""
        cut = self.drafts.shape[1]
        return self.drafts @ beta[:cut] + beta[-1], self.in_sentences @ beta[cut:-1]

    def score(self, beta):
        """Returns what a draft adds up to, with the sentence that has most if it has any."""
        whole, parts = self.logits(beta)
        return whole + numpy.maximum(0, numpy.maximum.reduceat(parts, self.firsts))


def fit(features, wanted, weights, prior, ridge):
    """Returns the weights of the features in a draft, then those of cues in a sentence, and last the intercept."""
    signs = numpy.where(wanted, 1.0, -1.0)

    def loss(beta):
        whole, parts = features.logits(beta)
        best = numpy.maximum(0, numpy.maximum.reduceat(parts, features.firsts))
        shares = numpy.exp((parts - best[features.of]) / SOFT)
        total = numpy.add.reduceat(shares, features.firsts) + numpy.exp(-best / SOFT)
        margin = signs * (whole + best + SOFT * numpy.log(total))
        slope = -weights * signs * special.expit(-margin)
        away = beta[:-1] - prior
        value = numpy.sum(weights * numpy.logaddexp(0, -margin)) + numpy.sum(ridge * away * away) / 2
        in_sentences = features.in_sentences.T @ (shares / total[features.of] * slope[features.of])
        return value, numpy.concatenate([
            numpy.concatenate([features.drafts.T @ slope, in_sentences]) + ridge * away, [numpy.sum(slope)]])

    start = numpy.append(prior, 0.0)
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def table(rows, features):
    """Returns which features each row has, as a matrix of ones."""
    number = {feature: at for at, feature in enumerate(features)}
    places = [[number[feature] for feature in row if feature in number] for row in rows]
    at = numpy.repeat(numpy.arange(len(rows)), [len(row) for row in places])
    feature = [one for row in places for one in row]
    return sparse.csr_matrix((numpy.ones(len(at)), (at, feature)), shape=(len(rows), len(features)))


def spelt(cue, written):
    """Writes a cue as one would, in quotes where YAML asks for them."""
    words = "".join(part if part.startswith("'") else " " + written.get(part, part) for part in cue.split()).strip()
    return f'"{words}"' if "'" in words or "@" in words or words in ("y", "n", "no", "on", "off", "yes", "null", "true", "false") else words


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
    loose = loose_sentences(score, drafts, found)
    kept = [at for at, draft in enumerate(drafts) if score.applies(draft, found[at])]
    drafts, found = [drafts[at] for at in kept], [found[at] for at in kept]
    origin = numpy.array([origin[at] for at in kept])
    made = joined(drafts, found, *loose) if name in JOINED_FOR else []
    whole = len(drafts)
    drafts += [draft for _, draft in made]
    found += records(program, rules, drafts[whole:])
    origin = numpy.append(origin, [origin[at] for at, _ in made])
    weight = numpy.array([next(weight for name, weight in WEIGHTS if re.match(name, file)) for file in origin])
    weight *= [ORDINARY if draft.get("kind") == "ordinary" else 1.0 for draft in drafts]
    weight[whole:] *= JOINED_WEIGHT
    rows = [{one["signal"] for one in record["evidence"]} for record in found]
    wanted = numpy.array([bool(score.holds(draft)) for draft in drafts])
    told = {one["signal"] for record in found for one in record["evidence"] if one.get("says") in score.says}
    count = collections.Counter(signal for row in rows[:whole] for signal in row)
    features = sorted(one for one in count if (count[one] >= FEWEST or one in told) and one not in MANNERS)
    signals = len(features)
    words = [[cues(sentence, record["language"]) for sentence in sentences(marked(draft, record))]
             for draft, record in zip(drafts, found)]
    seen, where = collections.Counter(), collections.defaultdict(set)
    for file, parts in zip(origin, words[:whole]):
        for cue in set().union(*parts):
            seen[cue] += 1
            where[cue].add(file)
    frequent = {one for one in features if count[one] >= PAIR_EACH} if name in PAIRED else set()
    both = [set(itertools.combinations(sorted(row & frequent), 2)) for row in rows]
    paired = collections.Counter(pair for row in both[:whole] for pair in row)
    rows = [row.union(together, *parts) for row, together, parts in zip(rows, both, words)]
    cue_features = sorted(cue for cue in seen if seen[cue] >= CUE_DRAFTS and len(where[cue]) >= CUE_FILES)
    features += cue_features + sorted(pair for pair in paired if paired[pair] >= PAIR_DRAFTS)
    cut, pairs_end = signals + len(cue_features), len(features)
    # What only counts where it is said.
    said = numpy.array([bool(row & told) for row in rows])
    beside = [("said", one) for one in features[:signals] if one not in told] + [ITSELF] if name in SAID else []
    features += beside
    rows = [row.union(("said", one) for one in row) | {ITSELF} if there and beside else row
            for row, there in zip(rows, said)]
    counts = numpy.array([len(parts) for parts in words])
    in_sentences = table([part for parts in words for part in parts], cue_features)
    have = Features(table(rows, features), in_sentences, numpy.cumsum(counts) - counts)
    prior = numpy.array([PRIOR if one in told else 0.0 for one in features] + [0.0] * len(cue_features))
    ridge = numpy.array([LOOSE if one in told else TIGHT for one in features[:signals]]
                        + [CUE_TIGHT] * len(cue_features) + [PAIR_TIGHT] * (pairs_end - cut)
                        + [SAID_BASE if one == ITSELF else SAID_TIGHT for one in features[pairs_end:]]
                        + [CUE_TIGHT_IN_SENTENCE] * len(cue_features))
    may = numpy.array([MOST if at < signals and one not in told else numpy.inf for at, one in enumerate(features)]
                      + [numpy.inf] * len(cue_features))

    def rounded(of):
        held = ridge
        if cut < pairs_end:
            strong = abs(fit(have.only(of), wanted[of], weight[of], prior, ridge)[cut:pairs_end]) >= PAIR_LEAST
            held = numpy.concatenate([ridge[:cut], numpy.where(strong, PAIR_LOOSE, NEVER), ridge[pairs_end:]])
        beta = fit(have.only(of), wanted[of], weight[of], prior, held)
        return numpy.append(numpy.minimum(may, numpy.round(10 * beta[:-1])), 10 * beta[-1])

    recent = numpy.array([bool(re.match(UNREAD, file)) for file in origin]) & (numpy.arange(len(drafts)) < whole)
    judged = numpy.full(len(drafts), numpy.nan)
    groups = sorted(set(origin[recent]))
    for part in range(PARTS):
        out = numpy.isin(origin, groups[part::PARTS])
        judged[out] = have.only(out).score(rounded(~out))
    points = rounded(numpy.ones(len(drafts), bool))
    base = points[-1]
    print(f"{name}:\n  says: {{{', '.join(f'{value}: 25' for value in score.says)}}}")
    pairs = list(zip(features[:signals], points))
    kept = [(one, value) for one, value in pairs if (value != 25 if one in told else abs(value) >= 2)]
    print(block("signals", kept, 2))
    if beside:
        told_too = zip(beside[:-1], points[pairs_end:])
        print(block("if_said", [(one[1], value) for one, value in told_too if abs(value) >= 2], 2))
    partners = collections.defaultdict(list)
    for (one, other), value in zip(features[cut:pairs_end], points[cut:pairs_end]):
        if value:
            partners[one].append((other, value))
    if partners:
        print("  together:")
    for one, others in partners.items():
        print(block(one, others, 4))
    written = spellings(drafts)
    for heading, worth in (("cues", points[signals:cut]), ("sentence", points[len(features):])):
        print(f"  {heading}:")
        for language in ("de", "en"):
            listed = [(spelt(cue[1], written), value) for cue, value in zip(cue_features, worth)
                      if cue[0] == language and abs(value) > (name in COARSE)]
            print(block(language, listed, 4))
    print(f"# without any signal: {base:.0f}; {whole} drafts, {sum(recent)} of them recent")
    parts = [("all", numpy.ones(len(drafts), bool), base)]
    if beside:
        parts = [("where it is said", said, base + points[len(features) - 1]), ("where it is not", ~said, base)]
    for heading, part, start in parts:
        known = ~numpy.isnan(judged) & part
        true, score_of = wanted[known], judged[known]
        print(f"# {heading}: log loss on recent drafts left out "
              f"{numpy.mean(numpy.logaddexp(0, numpy.where(true, -1, 1) * score_of / 10)):.4f}")
        print("# min: accuracy, precision, recall on recent drafts left out")
        for least in range(-20, 41, 2):
            chosen = score_of >= least
            right = sum(chosen & true)
            print(f"# {least - start:5.0f}: {numpy.mean(chosen == true):.3f} {right / max(1, sum(chosen)):.3f} "
                  f"{right / max(1, sum(true)):.3f}")


if __name__ == "__main__":
    main()
