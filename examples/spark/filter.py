"""Checks the drafts of a data set with kontakt-check, one process for each partition.

    spark-submit --files kontakt-check examples/spark/filter.py drafts.jsonl out [--fields verdict,labels]

Every line of the input is a JSON object with a field `text`. `out/records` gets a record for each draft, and
`out/errors` one for each line that could not be checked, with the line itself.
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading

from pyspark import SparkFiles
from pyspark.sql import SparkSession

# Findings (1) and lines that could not be checked (2) are results; anything else is a crash.
FINE = (0, 1, 2)


def program():
    """The binary: the one that was shipped with the job, or the one on the path."""
    shipped = SparkFiles.get("kontakt-check")
    if os.path.exists(shipped):
        os.chmod(shipped, 0o755)
        return shipped
    return shutil.which("kontakt-check") or "kontakt-check"


def check(lines, options=()):
    """Pipes lines through the program and yields (line, record) in order.

    There is a record for each line, or the task fails and Spark repeats it elsewhere: nothing is lost, and as
    Spark keeps the result of one attempt only, nothing is counted twice.
    """
    lines = (line for line in lines if line.strip())
    first = next(lines, None)
    if first is None:
        return
    command = [program(), "--no-config", "--input-format", "jsonl", "--format", "jsonl", "--threads", "1", *options]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    sent, failure = [], []

    def feed():
        try:
            for line in itertools.chain([first], lines):
                sent.append(line)
                process.stdin.write(line.encode() + b"\n")
        except BrokenPipeError:
            pass
        except BaseException as error:  # whatever ends the input ends the task
            failure.append(error)
        finally:
            try:
                process.stdin.close()
            except BrokenPipeError:
                pass

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    count = 0
    for record in process.stdout:
        # The program answers in order, and only what it was sent.
        line, sent[count] = sent[count], None
        count += 1
        yield line, record.decode().rstrip("\n")
    feeder.join()
    code = process.wait()
    if failure:
        raise failure[0]
    if code not in FINE or count != len(sent):
        raise RuntimeError(f"kontakt-check ended with {code} after {count} of {len(sent)} drafts")


def outcome(pair):
    """Parts what could not be checked from what could; the former keeps the line that it is about."""
    line, record = pair
    value = json.loads(record)
    if "error" in value:
        return "errors", json.dumps({"error": value["error"], "input": line}, ensure_ascii=False)
    return "records", record


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", help="files of JSON lines")
    parser.add_argument("output", help="a folder that is not there yet")
    parser.add_argument("--fields", default="id,verdict,labels", help="what records hold")
    parser.add_argument("--partitions", type=int, default=0, help="how many parts there should be at least")
    arguments = parser.parse_args()
    spark = SparkSession.builder.appName("kontakt-check").getOrCreate()
    context = spark.sparkContext
    lines = context.textFile(arguments.input, arguments.partitions or None)
    options = ["--fields", arguments.fields]
    checked = lines.mapPartitions(lambda part: check(part, options)).map(outcome)
    # Written once for both, so that every draft is checked once.
    spark.createDataFrame(checked, "kind string, value string").write.partitionBy("kind").text(arguments.output)
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
