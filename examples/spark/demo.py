"""Shows that a cluster says the same as one process, also when one of its executors is killed.

Run by run.sh. Starts Spark with several executors on this machine, checks a partitioned data set while one
executor dies, and compares every record with those of one single process.
"""

import collections
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

from pyspark import SparkConf, SparkContext

import filter as job

EXECUTORS = 3
PARTITIONS = 24
DRAFTS_PER_PARTITION = int(os.environ.get("DRAFTS_PER_PARTITION", "400"))
BROKEN = ['{"text": 7}', "no JSON", '{"text": "Hi", "platfrom": "xing"}']
FIELDS = ["--fields", "id,verdict,labels"]

OPENINGS = ["Guten Tag Frau Ott,", "Hallo Herr Lenz,", "Dear Ms. Reuter,", "Hi Jo,"]
SENTENCES = [
    "wir haben uns am Freitag auf der Messe in Ulm kennengelernt.",
    "ich würde mich freuen, wenn Sie mich in Ihr Netzwerk aufnehmen.",
    "Ihr Artikel über Wärmepumpen hat mir bei der Planung geholfen.",
    "haben Sie nächste Woche fünfzehn Minuten für ein Telefonat?",
    "I'd like to add you to my professional network.",
    "we met at the fair in Bath last week.",
    "your talk on heat pumps answered a question of mine.",
    "could you tell me which supplier you chose?",
]


def write_data(folder):
    """Writes a data set in parts; some lines of it are broken."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(7)
    broken = 0
    for part in range(PARTITIONS):
        with open(folder / f"part-{part:03}.jsonl", "w", encoding="utf-8") as file:
            for at in range(DRAFTS_PER_PARTITION):
                text = " ".join([dice.choice(OPENINGS), *dice.sample(SENTENCES, 3)])
                file.write(json.dumps({"id": f"{part}-{at}", "text": text}, ensure_ascii=False) + "\n")
                if at == part * 7 % DRAFTS_PER_PARTITION and part < 9:
                    file.write(BROKEN[part % len(BROKEN)] + "\n")
                    broken += 1
    return broken


def alone(folder, binary):
    """Checks everything in one process; returns the records, sorted."""
    command = [binary, "--no-config", "--format", "jsonl", *FIELDS, str(folder)]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    lines = run.stdout.decode().splitlines()
    return sorted(line for line in lines if "error" not in json.loads(line)), len(lines)


def executors(application):
    """Lists the processes of this application's executors, oldest first."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if application in words and any("CoarseGrainedExecutorBackend" in word for word in words[:-1]) and "java" in words[0]:
                found.append(int(entry.name))
    return sorted(found)


class Killer(threading.Thread):
    """Kills one executor as soon as some tasks are done and others are under way."""

    def __init__(self, context):
        super().__init__(daemon=True)
        self.context, self.killed, self.lost = context, None, 0

    def run(self):
        tracker = self.context.statusTracker()
        while True:
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info is None:
                    continue
                self.lost = max(self.lost, info.numFailedTasks)
                if self.killed is None and info.numCompletedTasks >= 2 and info.numActiveTasks >= 2:
                    processes = executors(self.context.applicationId)
                    if processes:
                        os.kill(processes[0], signal.SIGKILL)
                        self.killed = processes[0]
            time.sleep(0.02)


def on_a_cluster(folder, binary, out):
    """Checks everything on a cluster, one of whose executors dies; returns what happened and what was written."""
    conf = SparkConf().setAppName("kontakt-check").setMaster(f"local-cluster[{EXECUTORS},1,1024]")
    conf.set("spark.executor.memory", "512m").set("spark.ui.enabled", "false").set("spark.driver.host", "127.0.0.1")
    conf.set("spark.driver.bindAddress", "127.0.0.1")
    conf.set("spark.executorEnv.PYTHONPATH", str(pathlib.Path(__file__).parent))
    context = SparkContext(conf=conf)
    context.setLogLevel("ERROR")
    context.addFile(binary)
    context.addPyFile(str(pathlib.Path(__file__).parent / "filter.py"))
    killer = Killer(context)
    killer.start()
    lines = context.textFile(str(folder), PARTITIONS)
    checked = lines.mapPartitions(lambda part: job.check(part, FIELDS)).map(job.outcome)
    checked.map(lambda pair: f"{pair[0]}\t{pair[1]}").saveAsTextFile(str(out))
    context.stop()
    written = [line.split("\t", 1) for part in sorted(out.glob("part-*")) for line in part.read_text("utf-8").splitlines()]
    by_kind = collections.defaultdict(list)
    for kind, value in written:
        by_kind[kind].append(value)
    return killer, by_kind


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    broken = write_data(scratch / "data")
    drafts = PARTITIONS * DRAFTS_PER_PARTITION
    started = time.monotonic()
    expected, lines = alone(scratch / "data", binary)
    seconds = time.monotonic() - started
    print(f"one process: {lines} lines in {seconds:.1f} s, {lines / seconds:.0f} a second")
    started = time.monotonic()
    killer, found = on_a_cluster(scratch / "data", binary, scratch / "out")
    print(f"{EXECUTORS} executors: {time.monotonic() - started:.1f} s, Spark's start included")
    print(f"executor {killer.killed} was killed, {killer.lost} tasks were lost and done again")
    for name, records in (("one process", expected), ("cluster", found["records"])):
        print(f"{name}: {dict(sorted(collections.Counter(json.loads(record)['verdict'] for record in records).items()))}")
    ids = [json.loads(record)["id"] for record in found["records"]]
    errors = [json.loads(error) for error in found["errors"]]
    checks = {
        "an executor was killed while tasks were under way": killer.killed is not None and killer.lost > 0,
        "every draft has one record, none is lost or doubled": len(ids) == len(set(ids)) == drafts,
        "all records are those of one process": sorted(found["records"]) == expected,
        "every broken line is in the errors, with its text": len(errors) == broken
        and all(error["input"] in BROKEN and error["error"] for error in errors),
    }
    for what, holds in checks.items():
        print(f"{'ok  ' if holds else 'FAIL'} {what}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
